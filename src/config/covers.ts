/** Whether one rule leaves nothing for another: wherever the second would hold, the first holds too. */
import type { Choice, Rule } from '../domain/workflow/rule.ts';

type Choices = Readonly<Record<string, unknown>>;

/** Of these an issue or dialog has several, so that having one doesn't exclude having another. */
const MANY = new Set(['component', 'label', 'version', 'text', 'mentions', 'tag']);

/** Says of a choice whether it implies another one beside what the two words say; of what is known of an account. */
export type Implies = (key: string, given: Choice, wanted: Choice) => boolean;

/** `crossing: false` passes over that a step within a category does not reach it: then "mostly" is meant. */
export function covers(earlier: Rule, later: Rule, implies: Implies = impliesByWords, crossing = true): boolean {
  if (earlier.on !== later.on || earlier.after !== later.after) return false;
  const [wanted, given] = crossing ? [endsOf(earlier), endsOf(later)] : [earlier, later];
  return (
    allImplied({ ...wanted.from }, { ...given.from }, implies) &&
    allImplied({ ...wanted.to }, { ...given.to }, implies) &&
    allImplied({ ...earlier.conditions }, { ...later.conditions }, implies)
  );
}

/** To reach a category is to come from another one, and to leave it to go to another one. */
function endsOf({ on, from, to }: Rule): Pick<Rule, 'from' | 'to'> {
  if (on !== 'status_changed') return { from, to };
  const [left, reached] = [from.category, to.category];
  if (left === undefined && reached?.not === false)
    return { from: { ...from, category: { ...reached, not: true } }, to };
  if (reached === undefined && left?.not === false) return { from, to: { ...to, category: { ...left, not: true } } };
  return { from, to };
}

/** Whether each of `wanted` follows from what is `given`. */
export function allImplied(wanted: Choices, given: Choices, implies: Implies = impliesByWords, parent = ''): boolean {
  return Object.entries(wanted).every(([key, choice]) => {
    const other = given[key];
    if (isChoice(choice)) return impliesAny(parent || key, choice, isChoice(other) ? [other] : [], given, implies);
    if (typeof choice === 'boolean') return choice === other;
    if (!isTable(choice)) return choice === undefined;
    return isTable(other) && allImplied(choice, other, implies, key);
  });
}

/** A status tells its category, and a category the statuses that are left, to who knows the account. */
function impliesAny(key: string, wanted: Choice, own: Choice[], given: Choices, implies: Implies): boolean {
  if (own.some((choice) => implies(key, choice, wanted))) return true;
  const other = key === 'category' ? 'status' : key === 'status' ? 'category' : null;
  if (other === null) return false;
  const beside = given[other];
  return isChoice(beside) && implies(`${other}>${key}`, beside, wanted);
}

/** By the words alone, without regard to case. */
export function impliesByWords(key: string, given: Choice, wanted: Choice): boolean {
  if (key.includes('>')) return false;
  const [has, wants] = [lower(given.anyOf), lower(wanted.anyOf)];
  if (!wanted.not) return !given.not && [...has].every((word) => wants.has(word));
  if (given.not) return [...wants].every((word) => has.has(word));
  return !MANY.has(key) && [...has].every((word) => !wants.has(word));
}

function lower(words: readonly string[]): Set<string> {
  return new Set(words.map((word) => word.toLowerCase()));
}

function isChoice(value: unknown): value is Choice {
  return isTable(value) && Array.isArray(value['anyOf']) && typeof value['not'] === 'boolean';
}

function isTable(value: unknown): value is Choices {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

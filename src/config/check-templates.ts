/** Checks every template of the file where it stands: what it names, and whether that is there when its rule runs. */
import { BUILT_IN_TEXTS } from '../domain/texts/rule-texts.ts';
import { DIALOG_TRIGGERS, ISSUE_TRIGGERS, type Trigger } from '../domain/workflow/rule.ts';
import { isGiven, type TemplateValue, triggersOf } from '../domain/workflow/template-values.ts';
import { type Finding, findAt, findingAt, findOffset, type Located, type Path } from './located.ts';
import { listWorkflows } from './list-rules.ts';
import { type Compiled, compileTemplate, type TemplateProblem } from './template/compile.ts';

/** More than any file needs; each is compiled once when the file is loaded. */
const MAX_TEMPLATES = 2000;

type Scene = Trigger | 'new_issue' | null;

interface Placed {
  readonly path: Path;
  readonly at: Located;
  /** When it is rendered; null for a text, which rules of several triggers may name. */
  readonly scene: Scene;
}

/** `text` is the whole file, to point into a template. */
export function checkTemplates(root: Located, text: string): Finding[] {
  const templates = listTemplates(root).filter(({ at }) => typeof at.value === 'string' && at.told !== true);
  const more = templates[MAX_TEMPLATES];
  const tooMany =
    more === undefined
      ? []
      : [findingAt(root, more.path, `the template number ${MAX_TEMPLATES + 1}`, `at most ${MAX_TEMPLATES} templates`)];
  const compile = compileOnce();
  const found = templates.slice(0, MAX_TEMPLATES).flatMap(({ path, at, scene }) => {
    const { problems, uses } = compile(String(at.value));
    return [
      ...problems.map((problem) => explainProblem(root, path, at, problem, text)),
      ...checkGiven(root, path, uses, scene),
    ];
  });
  return [...tooMany, ...found, ...checkTexts(root, compile)];
}

/** The language decides only how dates look, not what is right. */
function compileOnce(): (source: string) => Compiled {
  const done = new Map<string, Compiled>();
  return (source) => {
    const compiled = done.get(source) ?? compileTemplate(source, { locale: 'en', timezone: 'UTC' });
    done.set(source, compiled);
    return compiled;
  };
}

function listTemplates(root: Located): Placed[] {
  return [
    ...below(root, ['texts'], null).flatMap((text) => [text, ...below(root, text.path, null)]),
    ...ofWorkflows(root),
  ];
}

function ofWorkflows(root: Located): Placed[] {
  return listWorkflows(root).flatMap((workflow) => {
    const path = ['workflows', workflow];
    const fields = below(root, [...path, 'issue', 'fields'], 'new_issue');
    const lists = fields.flatMap((field) => below(root, field.path, 'new_issue').filter(isListItem));
    return [...fields, ...lists, ...ofRules(root, [...path, 'rules'])];
  });
}

function isListItem({ path }: Placed): boolean {
  return typeof path.at(-1) === 'number';
}

function ofRules(root: Located, path: Path): Placed[] {
  return below(root, path, null).flatMap((rule) => {
    const on = rule.at.entries?.get('on')?.located.value;
    const trigger = [...ISSUE_TRIGGERS, ...DIALOG_TRIGGERS].find((name) => name === on) ?? null;
    return below(root, [...rule.path, 'do'], trigger).flatMap(({ path: action }) => {
      const comment = findAt(root, [...action, 'comment']);
      return [
        ...(comment === undefined ? [] : [{ path: [...action, 'comment'], at: comment, scene: trigger }]),
        ...below(root, [...action, 'attributes'], trigger),
        ...below(root, [...action, 'setField'], trigger),
      ];
    });
  });
}

/** What stands directly under a place. */
function below(root: Located, path: Path, scene: Scene): Placed[] {
  const at = findAt(root, path);
  const named = [...(at?.entries ?? [])].map(([key, { located }]) => ({ path: [...path, key], at: located, scene }));
  const listed = (at?.items ?? []).map((item, index) => ({ path: [...path, index], at: item, scene }));
  return [...named, ...listed];
}

function explainProblem(root: Located, path: Path, at: Located, problem: TemplateProblem, text: string): Finding {
  const { found, allowed, hint } = problem;
  if (at.written !== at.value) {
    return findingAt(root, path, 'a template with a mistake, in part from the environment', allowed, 'write it out');
  }
  return { offset: offsetWithin(at, problem, text), path, found, allowed, hint };
}

/** Quotes and escapes make the file differ from the template: then the first place with the same word is meant. */
function offsetWithin(at: Located, { at: inside, word }: TemplateProblem, text: string): number {
  const source = String(at.value);
  const start = at.offset + (/["']/.test(text[at.offset] ?? '') ? 1 : 0);
  if (text.startsWith(source.slice(0, inside), start)) return start + inside;
  const found = word === '' ? -1 : text.slice(at.offset, at.offset + 2 * source.length + 200).indexOf(word);
  return found === -1 ? at.offset : at.offset + found;
}

function checkGiven(root: Located, path: Path, uses: readonly TemplateValue[], scene: Scene): Finding[] {
  if (scene === null) return [];
  const missing = uses.filter((value) => !isGiven(value, scene));
  return missing.map((value) => {
    const where = scene === 'new_issue' ? 'a field of a new issue' : `a rule on ${scene}`;
    const allowed = scene === 'new_issue' ? 'values of dialog and customer' : `values that ${scene} has`;
    return findingAt(root, path, `"${value.path}" in ${where}`, allowed, explainWhen(value));
  });
}

function explainWhen(value: TemplateValue): string {
  if (value.on === 'rules') return 'it is there only in rules';
  return `it is there only with on: ${triggersOf(value).join(' | ')}`;
}

/** A text may serve several triggers with `{% if %}`, so a value that is missing with one of them is only doubtful. */
function checkTexts(root: Located, compile: (source: string) => Compiled): Finding[] {
  const own = new Map(below(root, ['texts'], null).map(({ path, at }) => [String(path[1]), sourcesOf(at)]));
  const builtIn = new Map(Object.entries(BUILT_IN_TEXTS).map(([name, { ru, en }]) => [name, [ru, en]]));
  const used = new Set<string>();
  const doubtful = listWorkflows(root).flatMap((workflow) =>
    below(root, ['workflows', workflow, 'rules'], null).flatMap(({ path, at }) => {
      const on = at.entries?.get('on')?.located.value;
      return below(root, [...path, 'do'], null).flatMap((action) => {
        const name = action.at.entries?.get('note')?.located.value;
        if (typeof name !== 'string') return [];
        used.add(name);
        const sources = own.get(name) ?? builtIn.get(name) ?? [];
        return checkText(
          root,
          [...action.path, 'note'],
          sources.flatMap((source) => compile(source).uses),
          on,
        );
      });
    }),
  );
  const unused = [...own.keys()].filter((name) => !used.has(name) && !builtIn.has(name));
  return [...doubtful, ...unused.map((name) => explainUnused(root, name))];
}

function sourcesOf(at: Located): string[] {
  const parts = [at, ...[...(at.entries?.values() ?? [])].map(({ located }) => located)];
  return parts.flatMap(({ value }) => (typeof value === 'string' ? [value] : []));
}

function checkText(root: Located, path: Path, uses: readonly TemplateValue[], on: unknown): Finding[] {
  const trigger = [...ISSUE_TRIGGERS, ...DIALOG_TRIGGERS].find((name) => name === on);
  if (trigger === undefined) return [];
  const missing = [...new Set(uses)].filter((value) => !isGiven(value, trigger));
  return missing.map((value) => ({
    ...findingAt(root, path, `a text with "${value.path}"`, `values that ${trigger} has`, explainWhen(value)),
    warning: true,
  }));
}

function explainUnused(root: Located, name: string): Finding {
  const path = ['texts', name];
  const hint = 'name it in a rule with { note: NAME }, or remove it';
  const finding = findingAt(root, path, 'a text that no rule names', 'texts that are used', hint);
  return {
    ...finding,
    offset: root.entries?.get('texts')?.located.entries?.get(name)?.keyOffset ?? findOffset(root, path),
    warning: true,
  };
}

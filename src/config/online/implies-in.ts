/** What follows from what, knowing the statuses of a site and their categories. */
import type { ChangeEnd, Choice, Conditions, Rule } from '../../domain/workflow/rule.ts';
import { impliesByWords } from '../covers.ts';
import type { TrackerVocabulary } from '../../domain/vocabulary.ts';
import { means } from './vocabulary.ts';

type Status = TrackerVocabulary['statuses'][number];

/** Whether `given` leaves nothing but what `wanted` allows, at this site. */
export function impliesIn(site: TrackerVocabulary, key: string, given: Choice, wanted: Choice): boolean {
  if (impliesByWords(key, given, wanted)) return true;
  if (key === 'status') return impliesStatus(site, given, wanted);
  if (key === 'status>category') {
    const named = statusesOf(site, given);
    return named.length > 0 && named.every((status) => hasCategory(status, wanted));
  }
  if (key !== 'category>status') return false;
  const left = site.statuses.filter((status) => hasCategory(status, given));
  return left.length > 0 && left.every((status) => isNamed(status, wanted));
}

/** A name and an id may mean the same status. */
function impliesStatus(site: TrackerVocabulary, given: Choice, wanted: Choice): boolean {
  const named = statusesOf(site, given);
  return named.length > 0 && named.every((status) => isNamed(status, wanted));
}

/** The statuses that a choice leaves; none when it names one that the site doesn't have. */
function statusesOf(site: TrackerVocabulary, choice: Choice): Status[] {
  const known = choice.anyOf.every((word) => site.statuses.some((status) => means(word, status)));
  return known ? site.statuses.filter((status) => isNamed(status, choice)) : [];
}

function isNamed(status: Status, { anyOf, not }: Choice): boolean {
  return anyOf.some((word) => means(word, status)) !== not;
}

function hasCategory({ category }: Status, { anyOf, not }: Choice): boolean {
  return anyOf.some((word) => word === category) !== not;
}

/** Whether a rule asks for a status and for a category that none of those statuses has. */
export function neverMeets(site: TrackerVocabulary, { from, to, conditions }: Rule): boolean {
  const ends: readonly (ChangeEnd | Conditions)[] = [from, to, conditions];
  return ends.some(({ status, category }) => {
    if (status === undefined || category === undefined) return false;
    const named = statusesOf(site, status);
    return named.length > 0 && !named.some((one) => hasCategory(one, category));
  });
}

/** Of a value that fits none of several forms, finds the form that was meant, so that the mistake inside it is told. */
import type { core } from 'zod';

type Issue = core.$ZodIssue;
type UnionIssue = core.$ZodIssueInvalidUnion;

/** The mistakes within the form that was meant, with their whole path; null when no form was meant for sure. */
export function chooseForm(issue: UnionIssue): readonly Issue[] | null {
  const forms = issue.errors.filter((errors) => errors.length > 0 && !errors.some(isOfOtherType));
  const fewest = forms.toSorted((a, b) => a.length - b.length)[0];
  return fewest?.map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] })) ?? null;
}

/** The words that some form would have allowed in place of the value. */
export function listWords(issue: UnionIssue): string[] {
  return issue.errors.flat().flatMap((inner) => {
    if (inner.path.length > 0) return [];
    if (inner.code === 'invalid_value') return inner.values.map(String);
    return inner.code === 'invalid_union' ? listWords(inner) : [];
  });
}

/** Whether the value as a whole is of another type than the form, or another word. */
function isOfOtherType(issue: Issue): boolean {
  if (issue.path.length > 0) return false;
  if (issue.code === 'invalid_union') return chooseForm(issue) === null;
  return issue.code === 'invalid_type' || issue.code === 'invalid_value';
}

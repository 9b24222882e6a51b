// Writes labels in the form that Jira takes: one word, at most 255 characters.

const LONGEST = 255;

/** Spaces become hyphens; empty when nothing is left. */
export function toLabel(text: string): string {
  return text.trim().replace(/\s+/g, '-').slice(0, LONGEST);
}

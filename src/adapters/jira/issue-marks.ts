// Our marks on an issue that we create: a label, which search finds, and a property, which proves.
import { toLabel } from './labels.ts';

/** The issue property that holds `{ "delivery": ID }`. Jira's search doesn't know properties. */
export const ISSUE_MARK = 'deskbridge';

/** `deskbridge-` and the delivery's id. */
export function markLabel(deliveryId: string): string {
  return toLabel(`deskbridge-${deliveryId}`);
}

export function markProperty(deliveryId: string) {
  return { key: ISSUE_MARK, value: { delivery: deliveryId } };
}

/** True when the label or the property of the issue names this delivery. */
export function carriesMark(issue: { labels: readonly string[]; properties: unknown }, deliveryId: string): boolean {
  const property = get(issue.properties, ISSUE_MARK);
  if (property !== undefined) return get(property, 'delivery') === deliveryId;
  return issue.labels.includes(markLabel(deliveryId));
}

function get(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? Reflect.get(value, name)
    : undefined;
}

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

interface Marked {
  readonly labels: readonly string[];
  readonly properties: unknown;
}

/**
 * The issue whose property names this delivery; else one that has the label and no property of ours. People clone issues,
 * and Jira's clone takes the labels along.
 */
export function findMarked<T extends Marked>(issues: readonly T[], deliveryId: string): T | undefined {
  const markOf = ({ properties }: T) => get(properties, ISSUE_MARK);
  return (
    issues.find((issue) => get(markOf(issue), 'delivery') === deliveryId) ??
    issues.find((issue) => markOf(issue) === undefined && issue.labels.includes(markLabel(deliveryId)))
  );
}

function get(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? Reflect.get(value, name)
    : undefined;
}

// Creates an issue that carries our marks from its first moment.
import { z } from 'zod';
import type { CreatedIssue } from '../../application/ports.ts';
import { VendorError } from '../../application/vendor-error.ts';
import type { NewIssue } from '../../domain/new-issue.ts';
import type { Call, Reply } from './call.ts';
import { richTextFor, writeValue } from './field-value.ts';
import { checkProject } from './ids.ts';
import { markLabel, markProperty } from './issue-marks.ts';
import { toLabel } from './labels.ts';
import type { IssuesOptions } from './options.ts';
import type { Session } from './session.ts';

const LONGEST_SUMMARY = 254;

const createdSchema = z.object({
  id: z.union([z.string().min(1), z.number().transform(String)]),
  key: z.string().min(1),
});

/**
 * Where labels are not on the create screen, Jira refuses the whole issue, and nothing was created: it is then sent once
 * more without them, and the property alone is the mark. Throws VendorError; a refusal is `rejected` with `fields`.
 */
export async function createIssue(
  options: IssuesOptions,
  issue: NewIssue,
  deliveryId: string,
  session: Session,
): Promise<CreatedIssue> {
  checkProject(options.connection, issue.projectKey);
  const fields = fieldsOf(options.edition, issue, deliveryId);
  const post = (given: Readonly<Record<string, unknown>>) => session.send(callFor(given, deliveryId));
  try {
    return readCreated(await post(fields), session);
  } catch (error) {
    const others = refusedWithoutLabels(error);
    if (others === null) throw error;
    if (others !== 'labels only') throw others;
    const { labels, ...rest } = fields;
    return readCreated(await post(rest), session);
  }
}

function callFor(fields: Readonly<Record<string, unknown>>, deliveryId: string): Call {
  const data = { fields, properties: [markProperty(deliveryId)] };
  return { method: 'POST', route: 'issue', path: 'issue', data, creates: true };
}

function readCreated(reply: Reply, session: Session): CreatedIssue {
  const created = createdSchema.safeParse(reply.data).data;
  if (created === undefined) throw session.complain(reply, callFor({}, ''), 'the id and key of the issue');
  return { issueId: created.id, key: created.key };
}

function fieldsOf(edition: IssuesOptions['edition'], issue: NewIssue, deliveryId: string): Record<string, unknown> {
  const values = Object.entries(issue.fields).map(([id, value]) => [id, writeValue(edition, value)] as const);
  const given: Record<string, unknown> = Object.fromEntries(values);
  const own = Array.isArray(given['labels']) ? given['labels'].map(String) : [];
  const labels = [...own, ...issue.labels.map(toLabel), markLabel(deliveryId)].filter((label) => label !== '');
  const description = richTextFor(edition, issue.description);
  return {
    // An empty description is left to the template that the project may have.
    ...(issue.description.blocks.length === 0 ? {} : { description }),
    ...given,
    project: { key: issue.projectKey },
    issuetype: { id: issue.typeId },
    summary: oneLine(issue.summary),
    labels: [...new Set(labels)],
  };
}

/** Jira refuses line breaks in a summary, and more than 255 characters (in its own words "less than"). */
function oneLine(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  if (line.length <= LONGEST_SUMMARY) return line;
  return `${[...line.slice(0, LONGEST_SUMMARY - 1)].filter((letter) => !isHalf(letter)).join('')}…`;
}

/** Half of a character outside the basic plane, left over by a cut. */
function isHalf(letter: string): boolean {
  const code = letter.codePointAt(0) ?? 0;
  return code >= 0xd800 && code <= 0xdfff;
}

/** Null for another error; else what is wrong beside the labels, which people did not fill in. */
function refusedWithoutLabels(error: unknown): VendorError | 'labels only' | null {
  if (!(error instanceof VendorError) || error.details.fields?.['labels'] === undefined) return null;
  const { labels, ...fields } = error.details.fields;
  if (Object.keys(fields).length === 0) return 'labels only';
  return new VendorError(error.message, { ...error.details, fields });
}

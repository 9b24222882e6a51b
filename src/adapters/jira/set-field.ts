// Sets one field of an issue from a text, as the edit screen of that issue would take it.
import { z } from 'zod';
import type { Applied } from '../../application/ports.ts';
import type { CreateField, FieldValue } from '../../domain/new-issue.ts';
import type { IssueRef } from '../../domain/refs.ts';
import type { OurAccount } from './account.ts';
import type { Call } from './call.ts';
import { editCall, sendChange } from './edit-issue.ts';
import { writeValue } from './field-value.ts';
import { findUsers } from './find-users.ts';
import { gone } from './gone.ts';
import { checkId } from './ids.ts';
import type { IssuesOptions } from './options.ts';
import { readField } from './read-field.ts';
import { readTextValue } from './read-text-value.ts';
import type { Session } from './session.ts';

const metaSchema = z.object({ fields: z.record(z.string(), z.unknown()) });
const projectSchema = z.object({ fields: z.object({ project: z.object({ key: z.string() }) }) });

interface Asked {
  readonly field: string;
  readonly value: string;
}

/**
 * The field by its id, else by its name in any case of letters; an empty text empties it. `done: false` says that the
 * issue has no such field to edit, that the text is no value of its type, or Jira's reason. Throws VendorError.
 */
export async function setField(
  options: IssuesOptions,
  issue: IssueRef,
  { field: wanted, value: text }: Asked,
  session: Session,
  account: OurAccount,
): Promise<Applied> {
  const { connection, edition } = options;
  const fields = await readEditable(connection, issue, session, account);
  const field = choose(fields, wanted);
  if (typeof field === 'string') return { done: false, note: field };
  const search = async (query: string) => {
    const projectKey = await readProjectKey(connection, issue, session, account);
    return findUsers(options, projectKey, query, session);
  };
  const reading = await readTextValue(field, text, search);
  if ('problem' in reading) return { done: false, note: `${field.name}: ${reading.problem}` };
  const value = reading.value === null ? emptyOf(field) : writeValue(edition, reading.value);
  const refusal = await sendChange(editCall(connection, issue, { fields: { [field.id]: value } }), connection, account);
  if (refusal !== null) return { done: false, note: refusal };
  return { done: true, note: `${field.name}: ${describe(reading.value, text)}` };
}

function describe(value: FieldValue | null, text: string): string {
  return value === null ? 'emptied' : `"${text.trim().slice(0, 100)}"`;
}

function emptyOf({ type }: CreateField): unknown {
  const isList =
    type === 'labels' || type === 'components' || type === 'versions' || type === 'multi_select' || type === 'checkbox';
  return isList || type === 'multi_user' ? [] : null;
}

async function readEditable(
  connection: string,
  issue: IssueRef,
  session: Session,
  account: OurAccount,
): Promise<readonly CreateField[]> {
  const path = `issue/${checkId(connection, 'issue', issue.issueId)}/editmeta`;
  const call: Call = { method: 'GET', route: 'issue/{id}/editmeta', path };
  const reply = await account.sendProven(call);
  if (reply === null) throw gone(connection, call);
  const meta = metaSchema.safeParse(reply.data).data;
  if (meta === undefined) throw session.complain(reply, call, 'the fields that can be edited');
  return Object.entries(meta.fields)
    .map(([id, field]) => readField(field, id))
    .filter((field) => field !== null);
}

/** The field, or why there is none. */
function choose(fields: readonly CreateField[], wanted: string): CreateField | string {
  const name = wanted.trim();
  const byId = fields.find(({ id }) => id === name);
  if (byId !== undefined) return byId;
  const [one, ...others] = fields.filter((field) => field.name.toLowerCase() === name.toLowerCase());
  if (one === undefined) return `the issue has no field "${name.slice(0, 100)}" that the bridge's account can edit`;
  if (others.length === 0) return one;
  const ids = [one, ...others].map(({ id }) => id).join(', ');
  return `several fields are called "${one.name}": name one by its id (${ids})`;
}

async function readProjectKey(
  connection: string,
  issue: IssueRef,
  session: Session,
  account: OurAccount,
): Promise<string> {
  const path = `issue/${checkId(connection, 'issue', issue.issueId)}`;
  const call: Call = { method: 'GET', route: 'issue/{id}', path, params: { fields: 'project' } };
  const reply = await account.sendProven(call);
  if (reply === null) throw gone(connection, call);
  const found = projectSchema.safeParse(reply.data).data;
  if (found === undefined) throw session.complain(reply, call, 'the project of the issue');
  return found.fields.project.key;
}

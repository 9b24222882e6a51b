// Moves an issue through its workflow.
import { z } from 'zod';
import type { Applied } from '../../application/ports.ts';
import type { IssueRef } from '../../domain/refs.ts';
import type { OurAccount } from './account.ts';
import type { Call } from './call.ts';
import { sendChange } from './edit-issue.ts';
import { gone } from './gone.ts';
import { checkId } from './ids.ts';
import type { Session } from './session.ts';

const id = z.union([z.string().min(1), z.number().transform(String)]);
const statusSchema = z.object({ id, name: z.string() });
const issueSchema = z.object({ fields: z.object({ status: statusSchema }) });
const transitionSchema = z.object({
  id,
  name: z.string(),
  to: statusSchema,
  isAvailable: z.boolean().optional().catch(undefined),
});
const answerSchema = z.object({ transitions: z.array(transitionSchema) });

type Transition = z.infer<typeof transitionSchema>;

/**
 * `to` is the name or id of a transition, or of the status it leads to; transitions come first. An issue that stands in
 * that status already is left alone. `done: false` says which transitions are open to the bridge's account, or why Jira
 * refused. Throws VendorError, `gone` for the issue.
 */
export async function transition(
  connection: string,
  issue: IssueRef,
  to: string,
  session: Session,
  account: OurAccount,
): Promise<Applied> {
  const path = `issue/${checkId(connection, 'issue', issue.issueId)}`;
  const read = async <T>(call: Call, schema: z.ZodType<T>, what: string): Promise<T> => {
    const reply = await account.sendProven(call);
    if (reply === null) throw gone(connection, call);
    const parsed = schema.safeParse(reply.data);
    if (!parsed.success) throw session.complain(reply, call, what);
    return parsed.data;
  };
  const transitions = { method: 'GET', route: 'issue/{id}/transitions', path: `${path}/transitions` } as const;
  const { fields } = await read(
    { method: 'GET', route: 'issue/{id}', path, params: { fields: 'status' } },
    issueSchema,
    'the status of the issue',
  );
  const all = (await read(transitions, answerSchema, 'a list of transitions')).transitions;
  const open = all.filter(({ isAvailable }) => isAvailable !== false);
  const chosen = choose(open, to);
  if (chosen === null && isNamed(fields.status, to))
    return { done: true, note: `is in "${fields.status.name}" already` };
  if (chosen === null) return { done: false, note: describe(to, fields.status.name, open) };
  const call: Call = {
    ...transitions,
    method: 'POST',
    data: { transition: { id: chosen.id } },
    writesTo: issue.issueId,
  };
  const refusal = await sendChange(call, connection, account);
  if (refusal !== null) return { done: false, note: `Jira refuses the transition "${chosen.name}": ${refusal}` };
  return { done: true, note: `moved from "${fields.status.name}" to "${chosen.to.name}"` };
}

function isNamed({ id: own, name }: { id: string; name: string }, wanted: string): boolean {
  const text = wanted.trim();
  return own === text || name.toLowerCase() === text.toLowerCase();
}

function choose(open: readonly Transition[], to: string): Transition | null {
  return open.find((one) => isNamed(one, to)) ?? open.find((one) => isNamed(one.to, to)) ?? null;
}

function describe(to: string, now: string, open: readonly Transition[]): string {
  const names = open.map(({ name, to: { name: status } }) =>
    name === status ? `"${name}"` : `"${name}" to "${status}"`,
  );
  const choice = names.length === 0 ? 'none is open to the account of the bridge' : `there are ${names.join(', ')}`;
  return `no transition "${to.slice(0, 100)}" leads on from "${now}": ${choice}`;
}

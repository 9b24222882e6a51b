// Does in the simulated vendors what a visitor of the demo asks for; the bridge learns of it by webhook alone.
import { z } from 'zod';
import type { IntercomSimulator } from '../simulators/intercom/index.ts';
import type { JiraSimulator } from '../simulators/jira/index.ts';
import { nameOf } from '../simulators/jira/state.ts';
import type { DemoAct, DemoAnswer } from './page/demo-state.ts';
import { dialogUrl } from './sample-data.ts';

const name = z.string().trim().min(1).max(200);
const text = z.string().trim().min(1).max(4000);

const Act = z.discriminatedUnion('do', [
  z.strictObject({ do: z.literal('move'), issue: name, status: name }),
  z.strictObject({ do: z.literal('comment'), issue: name, text }),
  z.strictObject({ do: z.literal('assign'), issue: name, person: name.nullable() }),
  z.strictObject({ do: z.literal('prioritise'), issue: name, priority: name }),
  z.strictObject({ do: z.literal('create_issue'), dialog: name, summary: name }),
  z.strictObject({ do: z.literal('customer_writes'), dialog: name, text }),
  z.strictObject({ do: z.literal('teammate_notes'), dialog: name, text }),
  z.strictObject({ do: z.literal('close_dialog'), dialog: name }),
]);

export interface Vendors {
  readonly intercom: IntercomSimulator;
  readonly jira: JiraSimulator;
}

const escapeHtml = (plain: string): string =>
  plain.replace(/[&<>"]/g, (letter) => `&#${letter.charCodeAt(0)};`).replace(/\r?\n/g, '<br>');

/** A typed text as an Atlassian Document, so that no letter of it counts as markup. */
function toAdf(plain: string) {
  const content = plain
    .split(/\n+/)
    .map((line) => ({ type: 'paragraph', content: line === '' ? [] : [{ type: 'text', text: line }] }));
  return { type: 'doc', version: 1, content };
}

function userNamed(jira: JiraSimulator, person: string): string {
  const user = jira.state.users.find((one) => one.displayName === person);
  if (user === undefined) throw new Error(`There is nobody called ${person}`);
  return user.name;
}

function priorityNamed(jira: JiraSimulator, priority: string): string {
  const found = jira.state.priorities.find((one) => nameOf(jira.state, one) === priority);
  if (found === undefined) throw new Error(`There is no priority ${priority}`);
  return nameOf(jira.state, found);
}

function createIssue(vendors: Vendors, dialog: string, summary: string): DemoAnswer {
  const { intercom, jira } = vendors;
  if (!intercom.state.conversations.has(dialog)) throw new Error(`There is no dialog ${dialog}`);
  const { key } = jira.createIssue({ project: 'SUP', summary, description: toAdf(dialogUrl(intercom, dialog)) });
  return { ok: true, issue: key };
}

function perform(act: DemoAct, vendors: Vendors): DemoAnswer {
  const { intercom, jira } = vendors;
  switch (act.do) {
    case 'move':
      jira.transitionIssue({ issue: act.issue, to: act.status });
      break;
    case 'comment':
      jira.addComment({ issue: act.issue, body: toAdf(act.text) });
      break;
    case 'assign':
      jira.editIssue({
        issue: act.issue,
        fields: { assignee: act.person === null ? null : userNamed(jira, act.person) },
      });
      break;
    case 'prioritise':
      jira.editIssue({ issue: act.issue, fields: { priority: priorityNamed(jira, act.priority) } });
      break;
    case 'create_issue':
      return createIssue(vendors, act.dialog, act.summary);
    case 'customer_writes':
      intercom.customerWrites({ conversationId: act.dialog, body: `<p>${escapeHtml(act.text)}</p>` });
      break;
    case 'teammate_notes':
      intercom.teammateNotes({ conversationId: act.dialog, body: `<p>${escapeHtml(act.text)}</p>` });
      break;
    case 'close_dialog':
      intercom.teammateCloses({ conversationId: act.dialog });
      break;
  }
  return { ok: true };
}

/** Never throws: what cannot be done is said in one sentence. */
export function performAct(body: unknown, vendors: Vendors): DemoAnswer {
  const act = Act.safeParse(body);
  if (!act.success) return { ok: false, error: z.prettifyError(act.error) };
  try {
    return perform(act.data, vendors);
  } catch (error) {
    return { ok: false, error: error instanceof Error ? error.message : String(error) };
  }
}

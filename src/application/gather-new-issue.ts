// Reads what a new issue is made of: the dialog with its files, and what Jira asks of such an issue.
import type { DialogDetails } from '../domain/dialog.ts';
import type { ConversationChanged, IssueCreatedByUs, IssueRequested } from '../domain/event.ts';
import { creationAsksDetails } from '../domain/plan/create-when.ts';
import type { ConversationFacts, NewIssueFacts } from '../domain/plan/facts.ts';
import { requestedTarget, requestedWorkflow } from '../domain/plan/plan-new-issue.ts';
import type { Bridge } from './bridge.ts';
import { conversationsOf, issuesOf } from './connected.ts';
import { VendorError } from './vendor-error.ts';

const NOTHING: NewIssueFacts = { content: null, form: null };

/** Throws VendorError. */
export async function gatherNewIssue(event: IssueRequested, bridge: Bridge): Promise<NewIssueFacts> {
  const { connection, conversationId } = event.conversation;
  const workflow = requestedWorkflow(event, bridge.rules());
  if (workflow === null) return NOTHING;
  const reading = await conversationsOf(bridge, connection).content(conversationId);
  if (reading.state === 'missing') return NOTHING;
  const content = reading.value;
  const target = requestedTarget(event, workflow, content.details);
  const form = await issuesOf(bridge, target.connection).createForm(target.project, target.type);
  return { content, form: form.state === 'found' ? form.value : null };
}

/** The dialog, where an attribute of it may ask for an issue. Throws VendorError. */
export async function gatherCreation(event: ConversationChanged, bridge: Bridge): Promise<DialogDetails | null> {
  if (!creationAsksDetails(bridge.rules())) return null;
  const { connection, conversationId } = event.conversation;
  const reading = await conversationsOf(bridge, connection).details(conversationId);
  return reading.state === 'found' ? reading.value : null;
}

const FRESH_MS = 2 * 60_000;

/** An issue that has just been created is there, whatever a reader that lags behind says. Throws VendorError. */
export function expectCreated(event: IssueCreatedByUs, facts: ConversationFacts, bridge: Bridge): ConversationFacts {
  if (facts.named[0]?.issue !== null || bridge.now() - event.at > FRESH_MS) return facts;
  const { connection, keyOrId } = event.issue;
  throw new VendorError(`The new issue ${keyOrId} can't be read yet`, {
    ...{ vendor: 'jira', connection, kind: 'unavailable', inDoubt: false },
  });
}

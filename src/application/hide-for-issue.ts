// What people said in a dialog, as the privacy settings of an issue's workflow let it cross to the tracker.
import type { Document } from '../domain/document/document.ts';
import { toPlainText } from '../domain/document/plain-text.ts';
import { personsOf } from '../domain/new-issue/hider.ts';
import { NOBODY, type Persons } from '../domain/privacy/finding.ts';
import { hideInDocument } from '../domain/privacy/hide-in-document.ts';
import { type Hiding, hideInText } from '../domain/privacy/hide-in-text.ts';
import type { ConversationRef, IssueRef } from '../domain/refs.ts';
import type { Workflow } from '../domain/workflow/workflow.ts';
import { workflowOf } from '../domain/workflow/workflow-of.ts';
import type { Bridge } from './bridge.ts';
import { conversationsOf } from './connected.ts';

/** An issue that is not known yet is treated as one of the first workflow of its tracker. */
async function workflowFor(issue: IssueRef, bridge: Bridge): Promise<Workflow | null> {
  const rules = bridge.rules();
  const known = await bridge.ledger.memory.issue(issue);
  if (known !== null) return workflowOf(known.told, rules);
  return rules.workflows.find(({ target }) => target.connection === issue.connection) ?? null;
}

async function personsIn(conversation: ConversationRef, bridge: Bridge): Promise<Persons> {
  const reading = await conversationsOf(bridge, conversation.connection).details(conversation.conversationId);
  return reading.state === 'missing' ? NOBODY : personsOf({ details: reading.value, messages: [] });
}

// Fewer digits are no phone number, however it is written.
const MAY_BE_PHONE = /(?:\d[^\p{L}\d]{0,3}){7}/u;

async function hidingFor(
  issue: IssueRef,
  conversation: ConversationRef,
  text: string,
  bridge: Bridge,
): Promise<Hiding | null> {
  const workflow = await workflowFor(issue, bridge);
  if (workflow === null) return null;
  const { privacy } = workflow;
  if (Object.values(privacy).every((mode) => mode === 'keep')) return null;
  // Whose name and number it is costs a call: only where they are not to be shown, and might be.
  const asksPersons = privacy.names !== 'keep' || (privacy.phone !== 'keep' && MAY_BE_PHONE.test(text));
  const persons = asksPersons ? await personsIn(conversation, bridge) : NOBODY;
  return { privacy, persons, locale: bridge.rules().locale };
}

/** Throws VendorError. */
export async function hideTextFor(
  issue: IssueRef,
  conversation: ConversationRef,
  text: string,
  bridge: Bridge,
): Promise<string> {
  const hiding = await hidingFor(issue, conversation, text, bridge);
  return hiding === null ? text : hideInText(text, hiding);
}

/** Throws VendorError. */
export async function hideDocumentFor(
  issue: IssueRef,
  conversation: ConversationRef,
  doc: Document,
  bridge: Bridge,
): Promise<Document> {
  const hiding = await hidingFor(issue, conversation, toPlainText(doc), bridge);
  return hiding === null ? doc : hideInDocument(doc, hiding);
}

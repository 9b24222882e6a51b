// Carries out what only rules ask for: closing, snoozing, assigning, changing the issue, telling a channel.
import type {
  Action,
  AssignConversation,
  ChangeIssue,
  CloseConversation,
  NotifyChannel,
  SetTicketState,
  SnoozeConversation,
} from '../domain/action.ts';
import type { Bridge } from './bridge.ts';
import { conversationsOf, issuesOf } from './connected.ts';
import type { Applied } from './ports.ts';

type RuleDriven =
  | CloseConversation
  | SnoozeConversation
  | AssignConversation
  | SetTicketState
  | ChangeIssue
  | NotifyChannel;

const KINDS: ReadonlySet<Action['kind']> = new Set<RuleDriven['kind']>([
  'close',
  'snooze',
  'assign',
  'ticket_state',
  'transition',
  'set_field',
  'add_label',
  'remove_label',
  'notify',
]);

export function isRuleAction(action: Action): action is RuleDriven {
  return KINDS.has(action.kind);
}

/** What could not be done is no failure: nothing is gained by trying again, and the receipt says why. */
function receiptOf({ done, note }: Applied): string {
  return done ? note : `not done: ${note}`;
}

async function close({ conversation }: CloseConversation, bridge: Bridge): Promise<string> {
  const chat = conversationsOf(bridge, conversation.connection);
  const reading = await chat.read(conversation.conversationId);
  if (reading.state === 'missing') return 'conversation is gone';
  // Closing what is closed would write another line into it.
  if (reading.value.state === 'closed') return 'was closed already';
  await chat.close(conversation.conversationId);
  return `closed (was ${reading.value.state})`;
}

async function snooze({ conversation, until }: SnoozeConversation, bridge: Bridge): Promise<string> {
  const chat = conversationsOf(bridge, conversation.connection);
  if (until <= bridge.now()) return 'its time had come';
  const reading = await chat.read(conversation.conversationId);
  if (reading.state === 'missing') return 'conversation is gone';
  if (reading.value.state === 'snoozed' && reading.value.snoozedUntil === until) return 'was snoozed already';
  await chat.snooze(conversation.conversationId, until);
  return 'snoozed';
}

/** Gives the receipt. Throws VendorError; every one of these calls may be repeated without harm. */
export async function performRuleAction(action: RuleDriven, bridge: Bridge): Promise<string> {
  switch (action.kind) {
    case 'close':
      return close(action, bridge);
    case 'snooze':
      return snooze(action, bridge);
    case 'assign': {
      const chat = conversationsOf(bridge, action.conversation.connection);
      return receiptOf(await chat.assign(action.conversation.conversationId, action.to));
    }
    case 'ticket_state': {
      const chat = conversationsOf(bridge, action.conversation.connection);
      return receiptOf(await chat.setTicketState(action.conversation.conversationId, action.state));
    }
    case 'transition':
      return receiptOf(await issuesOf(bridge, action.issue.connection).transition(action.issue, action.name ?? ''));
    case 'set_field': {
      const { issue, name, value } = action;
      return receiptOf(await issuesOf(bridge, issue.connection).setField(issue, name ?? '', value ?? ''));
    }
    case 'add_label':
    case 'remove_label': {
      const { issue, value, kind } = action;
      return receiptOf(await issuesOf(bridge, issue.connection).setLabel(issue, value ?? '', kind === 'add_label'));
    }
    case 'notify': {
      const { channel, text, key, url } = action;
      return receiptOf(await bridge.channels.post(channel, { text, issue: key, url }));
    }
  }
}

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
import type { StoredDelivery } from './ledger.ts';

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

/** Gives the receipt. Throws VendorError; every one of these calls may be repeated without harm. */
export async function performRuleAction(action: RuleDriven, _delivery: StoredDelivery, _bridge: Bridge): Promise<string> {
  throw new Error(`${action.kind} is not built yet`);
}

// Both vendors and the ledger as a small pure model: what is planned is done to them, and what they answer is fed back.
import type { Action } from '../../src/domain/action.ts';
import { readPlainText } from '../../src/domain/document/read-plain-text.ts';
import type { AnyIssueEvent, ConversationChanged, DialogChange } from '../../src/domain/event.ts';
import type { Comment, IssueSnapshot, IssueStatus } from '../../src/domain/issue.ts';
import type { KnownComment, KnownConversation, KnownIssue } from '../../src/domain/known.ts';
import type { Link } from '../../src/domain/link.ts';
import type { Plan } from '../../src/domain/plan/plan.ts';
import { planConversationEvent } from '../../src/domain/plan/plan-conversation-event.ts';
import { planIssueEvents } from '../../src/domain/plan/plan-issue-events.ts';
import type { Rules } from '../../src/domain/rules.ts';
import { details } from './workflow-builders.ts';

export const STATUSES: readonly IssueStatus[] = [
  { id: '1', name: 'To Do', category: 'todo' },
  { id: '3', name: 'In Progress', category: 'in_progress' },
  { id: '5', name: 'Done', category: 'done' },
];

type ModelEvent = AnyIssueEvent | ConversationChanged;
type State = KnownConversation['state'];

interface Dialog {
  state: State;
  readonly tags: Set<string>;
}

const BRIDGE = { id: '900', name: 'Deskbridge', kind: 'bot' } as const;

export interface Model {
  /** Something that a person does on either side. */
  readonly happen: (what: Action | { readonly kind: 'says'; readonly text: string } | DialogChange) => void;
  /** Decides and carries out until nothing is left, at most so many events; says how it ended. */
  readonly run: (most: number) => {
    readonly events: number;
    readonly actions: number;
    readonly parked: number;
    readonly left: number;
  };
}

/** One issue with these dialogs. `first` is the issue as it is in the beginning. */
export function createModel(first: IssueSnapshot, links: readonly Link[], rules: Rules, now: number): Model {
  let issue = first;
  let known: KnownIssue = {
    connection: first.connection,
    issueId: first.issueId,
    told: first,
    state: 'seen',
    lastNotedAt: null,
  };
  const comments: Comment[] = [];
  const knownComments = new Map<string, KnownComment>();
  const dialogs = new Map<string, Dialog>(
    links.map(({ conversation }) => [conversation.conversationId, { state: 'open', tags: new Set() }]),
  );
  const remembered = new Map<string, KnownConversation>();
  const spentIn = new Map<string, number>();
  const queue: ModelEvent[] = [];

  const issueEvent = {
    issue: { connection: first.connection, issueId: first.issueId, key: first.key },
    by: BRIDGE,
    at: now,
    conversationUrls: [],
  };
  const spent = (): Record<string, number> =>
    Object.fromEntries(
      links.map(({ id, conversation }) => [
        id,
        (spentIn.get(conversation.conversationId) ?? 0) + (spentIn.get('issue') ?? 0),
      ]),
    );

  const changeIssue = (
    next: IssueSnapshot,
    field: 'status' | 'priority' | 'other',
    from: string | null,
    to: string | null,
  ): void => {
    if (JSON.stringify(next) === JSON.stringify(issue)) return;
    issue = { ...next, updatedAt: issue.updatedAt + 1 };
    queue.push({
      kind: 'issue_changed',
      ...issueEvent,
      created: false,
      changes: [{ field, vendorField: field, from, to }],
    });
  };

  const say = (text: string, ourDelivery: string | null): void => {
    const id = String(comments.length + 1);
    const author = ourDelivery === null ? { id: 'olga', name: 'Olga', kind: 'person' as const } : BRIDGE;
    comments.push({
      id,
      author,
      body: readPlainText(text),
      createdAt: now,
      updatedAt: now,
      restrictedTo: null,
      ourDelivery,
    });
    queue.push({ kind: 'issue_commented', ...issueEvent, commentId: id, what: 'added' });
  };

  const tellOfDialog = (conversationId: string, change: DialogChange | null): void => {
    const state = dialogs.get(conversationId)?.state ?? null;
    const snoozedUntil = state === 'snoozed' ? now + 1000 : null;
    const conversation = { connection: 'intercom', conversationId };
    queue.push({
      kind: 'conversation_changed',
      conversation,
      topic: 'x',
      state,
      snoozedUntil,
      change,
      by: BRIDGE,
      at: now,
    });
  };

  const setState = (conversationId: string, state: State): void => {
    const dialog = dialogs.get(conversationId);
    if (dialog === undefined || dialog.state === state) return;
    dialog.state = state;
    const triggers = { open: 'dialog_reopened', closed: 'dialog_closed', snoozed: null } as const;
    const trigger = triggers[state];
    tellOfDialog(conversationId, trigger === null ? null : { trigger });
  };

  const setTag = (conversationId: string, tag: string, on: boolean): void => {
    const tags = dialogs.get(conversationId)?.tags;
    if (tags === undefined || tags.has(tag) === on) return;
    if (on) tags.add(tag);
    else tags.delete(tag);
    tellOfDialog(conversationId, { trigger: on ? 'dialog_tagged' : 'dialog_untagged', tag });
  };

  const perform = (action: Action): void => {
    switch (action.kind) {
      case 'transition': {
        const status = STATUSES.find(({ name }) => name === action.name);
        if (status !== undefined) changeIssue({ ...issue, status }, 'status', issue.status.name, status.name);
        return;
      }
      case 'set_field':
        changeIssue({ ...issue, priority: action.value }, 'priority', issue.priority, action.value);
        return;
      case 'add_label':
      case 'remove_label': {
        const others = issue.labels.filter((label) => label !== action.value);
        const labels = action.kind === 'add_label' ? [...others, action.value ?? ''] : others;
        changeIssue({ ...issue, labels }, 'other', null, null);
        return;
      }
      case 'comment':
        say('from a rule', `dl_${comments.length}`);
        return;
      case 'reopen':
        setState(action.conversation.conversationId, 'open');
        return;
      case 'close':
      case 'ticket_state':
        // A resolved ticket takes its dialog with it: the worst that a vendor may do.
        setState(action.conversation.conversationId, 'closed');
        return;
      case 'snooze':
      case 'snooze_again':
        setState(action.conversation.conversationId, 'snoozed');
        return;
      case 'add_note':
        // A note wakes a dialog that sleeps.
        if (dialogs.get(action.conversation.conversationId)?.state === 'snoozed')
          setState(action.conversation.conversationId, 'open');
        return;
      case 'tag':
        setTag(action.conversation.conversationId, action.tag, !action.remove);
        return;
      case 'assign':
        // Told even where nothing changes: the worst that a vendor may do.
        tellOfDialog(action.conversation.conversationId, { trigger: 'dialog_assigned' });
        return;
      default:
        return;
    }
  };

  const count = (action: Action): void => {
    if (action.kind === 'put_remote_link' || action.kind === 'remove_remote_link' || action.kind === 'notify') return;
    const onIssue = ['comment', 'transition', 'set_field', 'add_label', 'remove_label'].includes(action.kind);
    const conversation = 'conversation' in action ? action.conversation : null;
    const lane = onIssue ? 'issue' : (conversation?.conversationId ?? 'issue');
    spentIn.set(lane, (spentIn.get(lane) ?? 0) + 1);
  };

  const decide = (event: ModelEvent): Plan => {
    const conversations = [...remembered.values()];
    const views = Object.fromEntries(
      links.map(({ id, conversation }) => {
        const dialog = dialogs.get(conversation.conversationId);
        const tags = [...(dialog?.tags ?? [])].map((name) => ({ id: name, name }));
        return [id, details({ ...conversation, state: dialog?.state ?? 'open', tags })];
      }),
    );
    if (event.kind === 'conversation_changed') {
      const own = links.filter(({ conversation }) => conversation.conversationId === event.conversation.conversationId);
      const issues = Object.fromEntries(own.map(({ id }) => [id, known.told]));
      const facts = {
        now,
        links: own,
        conversations,
        ours: false,
        named: [],
        note: { state: 'not_read' },
        gone: [],
        conversation: null,
      } as const;
      const [first_] = own;
      return planConversationEvent(
        event,
        { ...facts, details: views[first_?.id ?? ''] ?? null, issues, newIssue: null, spent: spent() },
        rules,
      );
    }
    const facts = comments.map((comment) => ({
      commentId: comment.id,
      comment,
      known: knownComments.get(comment.id) ?? null,
      ours: comment.ourDelivery !== null,
    }));
    return planIssueEvents(
      [event],
      {
        now,
        reading: { state: 'found', value: issue },
        known,
        links,
        comments: event.kind === 'issue_commented' ? facts : [],
        conversations,
        spent: spent(),
        dialogs: views,
        summary: null,
        unanswered: [],
        account: 'Deskbridge',
      },
      rules,
    );
  };

  const remember = (plan: Plan): void => {
    if (plan.issue !== null) known = plan.issue;
    for (const comment of plan.comments) knownComments.set(comment.commentId, comment);
    if (plan.conversation !== null) remembered.set(plan.conversation.conversationId, plan.conversation);
  };

  return {
    happen: (what) => {
      const [conversationId = ''] = dialogs.keys();
      if ('trigger' in what) tellOfDialog(conversationId, what);
      else if (what.kind === 'says') say(what.text, null);
      else perform(what);
    },
    run: (most) => {
      let [events, actions, parked] = [0, 0, 0];
      while (queue.length > 0 && events < most) {
        const event = queue.shift();
        if (event === undefined) break;
        events += 1;
        const plan = decide(event);
        remember(plan);
        parked += plan.outcomes.filter(({ reason }) => reason === 'budget_spent').length;
        actions += plan.actions.length;
        for (const { action } of plan.actions) {
          count(action);
          perform(action);
        }
      }
      return { events, actions, parked, left: queue.length };
    },
  };
}

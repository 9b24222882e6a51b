// What people do in the simulated Intercom, as it comes by webhook in each version's shape, and as it is understood.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createIntercomSource } from '../../src/adapters/intercom/index.ts';
import { type IntercomSimulator, startIntercomSimulator } from '../../src/simulators/intercom/index.ts';
import { type Receiver, startReceiver } from './intercom-simulator-kit.ts';

let receiver: Receiver;
let intercom: IntercomSimulator;
const source = createIntercomSource({ connection: 'chat', workspaceId: 'ws1', clientSecrets: ['intercom-secret'] });

beforeEach(async () => {
  receiver = await startReceiver();
});
afterEach(async () => {
  await intercom.close();
  await receiver.close();
});

/** What was understood of everything that came, in a line each. */
function understood(): string[] {
  return receiver.received.map(({ raw, headers }) => {
    expect(source.verify(Buffer.from(raw), headers, null)).toBe(true);
    const event = source.read(JSON.parse(raw));
    if (event.kind !== 'conversation_changed') return event.kind;
    const { change, by, state } = event;
    const detail = change !== null && 'tag' in change ? ` ${change.tag}` : '';
    const stars = change !== null && 'rating' in change ? ` ${change.rating}` : '';
    return `${state}: ${change?.trigger ?? event.topic}${detail}${stars} by ${by.kind} ${by.id ?? '?'}`;
  });
}

describe.each(['2.14', '2.15', '2.16'] as const)('webhooks of version %s', (apiVersion) => {
  it('when people act, then each change and who made it are understood', async () => {
    intercom = await startIntercomSimulator({ apiVersion, webhookUrl: receiver.url });
    let seen = 0;
    const act = async (topics: number, what: () => unknown) => {
      what();
      seen += topics;
      await receiver.waitFor(seen);
    };
    const { conversationId = '', contactId = '' } = intercom.customerWrites({ name: 'Kim', body: 'It fails' });
    const given = { conversationId };
    await act(1, () => undefined);
    await act(1, () => intercom.teammateReplies({ ...given, body: 'We look' }));
    await act(2, () => intercom.teammateAssigns({ ...given, assigneeId: '902' }));
    await act(1, () => intercom.teammateTags({ ...given, tag: 'bug' }));
    await act(1, () => intercom.teammateSnoozes(given));
    await act(1, () => intercom.teammateOpens(given));
    await act(1, () => intercom.teammateCloses({ ...given, adminId: '902' }));
    await act(1, () => intercom.customerRates({ ...given, rating: 2 }));
    await act(2, () => intercom.teammateAssigns({ ...given, assigneeType: 'team', assigneeId: '800' }));
    await act(1, () => intercom.teammateCloses(given));
    await act(1, () => intercom.customerWrites({ ...given, body: 'Again' }));
    await act(1, () => intercom.teammateNotes({ ...given, body: 'a note' }));
    await act(1, () => intercom.deleteConversation(conversationId));

    expect(understood()).toEqual([
      `open: conversation.user.created by person ${contactId}`,
      'open: teammate_replied by person 901',
      'open: dialog_assigned by person 901',
      'open: conversation.admin.open.assigned by person 901',
      'open: dialog_tagged bug by person 901',
      'snoozed: conversation.admin.snoozed by person 901',
      'open: conversation.admin.unsnoozed by person 901',
      'closed: dialog_closed by person 902',
      `closed: dialog_rated 2 by person ${contactId}`,
      'open: dialog_assigned by person 901',
      'open: dialog_reopened by person 901',
      'closed: dialog_closed by person 901',
      `open: customer_replied by person ${contactId}`,
      'conversation_noted',
      'conversation_deleted',
    ]);
  });

  it('when the bridge itself closes, assigns and tags by API, then it is by its own teammate', async () => {
    intercom = await startIntercomSimulator({ apiVersion, webhookUrl: receiver.url });
    const { conversationId = '' } = intercom.customerWrites({ name: 'Kim', body: 'It fails' });
    const admin_id = '900';
    const post = (path: string, body: unknown) =>
      fetch(`${intercom.url}/conversations/${conversationId}${path}`, {
        method: 'POST',
        headers: { Authorization: 'Bearer intercom-token', 'Content-Type': 'application/json' },
        body: JSON.stringify(body),
      });
    intercom.act('teammate-tags', { conversationId, tag: 'jira' });
    const [tag] = intercom.state.tags.values();
    intercom.act('teammate-untags', { conversationId, tag: 'jira' });
    await post('/tags', { id: tag?.id, admin_id });
    await post('/parts', { message_type: 'assignment', type: 'team', admin_id, assignee_id: '800' });
    await post('/parts', { message_type: 'close', type: 'admin', admin_id });
    await receiver.waitFor(6);
    expect(understood().slice(2)).toEqual([
      'open: dialog_tagged jira by person 900',
      'open: dialog_assigned by person 900',
      'open: conversation.admin.open.assigned by person 900',
      'closed: dialog_closed by person 900',
    ]);
  });
});

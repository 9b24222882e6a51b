// What people can do in the simulated Intercom beside writing: send files, rate, convert to tickets; and what is refused.
import { describe, expect, test } from 'vitest';
import type { PeopleActionName } from '../../src/simulators/intercom/people.ts';
import { call, codeOf, partsOf, withSimulator } from './intercom-simulator-kit.ts';

interface SentFile {
  readonly name: string;
  readonly url: string;
  readonly content_type: string;
  readonly filesize: number;
}

const bytes = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 255]);
const picture = { name: 'shot 1.png', contentType: 'image/png', data: bytes.toString('base64') };

/** Somebody's action through the side door, as a page or another process does it. */
async function act(url: string, action: PeopleActionName, input: Record<string, unknown>) {
  const response = await fetch(`${url}/_simulator/people/${action}`, { method: 'POST', body: JSON.stringify(input) });
  return { status: response.status, body: (await response.json()) as Record<string, string> };
}

describe('files', () => {
  test('when a file is sent, then it can be fetched byte by byte until its address expires', () =>
    withSimulator({}, async (simulator, conversationId) => {
      await act(simulator.url, 'teammate-replies', { conversationId, body: 'here', attachments: [picture] });
      const [part] = partsOf(await call(simulator, 'GET', `/conversations/${conversationId}`));
      const [file] = (part?.['attachments'] ?? []) as SentFile[];
      expect(file).toMatchObject({ name: 'shot 1.png', content_type: 'image/png', filesize: bytes.length });
      const response = await fetch(file?.url ?? '');
      expect(Buffer.from(await response.arrayBuffer())).toEqual(bytes);
      simulator.setBehaviour({ fileUrlsExpired: true });
      expect((await fetch(file?.url ?? '')).status).toBe(403);
    }));

  test('when an image is pasted, then it stands in the body: wrapped in the Messenger, bare in an e-mail', () =>
    withSimulator({}, async (simulator) => {
      const attachments = [{ ...picture, pasted: true }];
      const sourceOf = async (byEmail: boolean) => {
        const { conversationId } = simulator.customerWrites({ body: 'see', attachments, byEmail });
        return (await call(simulator, 'GET', `/conversations/${conversationId}`)).body['source'] as Record<
          string,
          unknown
        >;
      };
      const [chat, mail] = [await sourceOf(false), await sourceOf(true)];
      expect(chat).toMatchObject({ type: 'conversation', attachments: [] });
      expect(chat?.['body']).toMatch(/<div class="intercom-container"><img src="http[^"]+shot%201\.png"><\/div>/);
      expect(mail).toMatchObject({ type: 'email', attachments: [] });
      expect(mail?.['body']).toMatch(/<p><img src="http[^"]+"><\/p>/);
    }));
});

describe('customers', () => {
  test('when a customer of a company writes, then contact and company are known, and the conversation names the company', () =>
    withSimulator({}, async (simulator) => {
      const company = { companyId: 'acme', name: 'Acme', plan: 'Pro', monthlySpend: 90 };
      const who = { name: 'Kim', email: 'kim@example.com', phone: '+15550100', externalId: 'u7', company };
      const { body: written } = await act(simulator.url, 'customer-writes', { ...who, body: 'Hi' });
      const found = await call(simulator, 'GET', `/conversations/${written['conversationId']}`);
      expect(found.body['company']).toMatchObject({ name: 'Acme', plan: { name: 'Pro' }, monthly_spend: 90 });
      const older = { 'Intercom-Version': '2.14' };
      const before = await call(simulator, 'GET', `/conversations/${written['conversationId']}`, undefined, older);
      expect(before.body).not.toHaveProperty('company');
      const contact = await call(simulator, 'GET', `/contacts/${written['contactId']}`);
      expect(contact.body).toMatchObject({ phone: '+15550100', external_id: 'u7', companies: { total_count: 1 } });
    }));

  test('when a customer rates what was answered, then the conversation has the rating; before that it is refused', () =>
    withSimulator({}, async (simulator, conversationId) => {
      expect((await act(simulator.url, 'customer-rates', { conversationId, rating: 4 })).status).toBe(400);
      simulator.teammateReplies({ conversationId, body: 'Done' });
      expect((await act(simulator.url, 'customer-rates', { conversationId, rating: 6 })).status).toBe(400);
      expect((await act(simulator.url, 'customer-rates', { conversationId, rating: 4, remark: 'ok' })).status).toBe(
        200,
      );
      const found = await call(simulator, 'GET', `/conversations/${conversationId}`);
      expect(found.body['conversation_rating']).toMatchObject({ rating: 4, remark: 'ok', teammate: { id: '901' } });
    }));
});

describe('teammates', () => {
  test('when a conversation is converted and moved, then it is a ticket in that state, and webhooks tell', () =>
    withSimulator({ webhookUrl: 'http://127.0.0.1:9' }, async (simulator, conversationId) => {
      const { body: made } = await act(simulator.url, 'teammate-converts', { conversationId });
      expect((await act(simulator.url, 'teammate-moves-ticket', { conversationId, stateId: '8272' })).status).toBe(200);
      const found = await call(simulator, 'GET', `/conversations/${conversationId}`);
      expect(found.body['ticket']).toMatchObject({ id: made['ticketId'], ticket_state: { category: 'resolved' } });
      const told = simulator.listWebhooks().map((one) => one.topic);
      expect(told).toEqual(expect.arrayContaining(['ticket.created', 'ticket.state.updated', 'ticket.resolved']));
    }));

  test.each([
    ['teammate-assigns', { assigneeId: '1' }, 404],
    ['teammate-assigns', { assigneeType: 'team', assigneeId: '901' }, 404],
    ['teammate-tags', {}, 400],
    ['teammate-untags', {}, 400],
    ['teammate-sets-attributes', { attributes: { 'No such': 'x' } }, 400],
    ['teammate-converts', { ticketTypeId: '57' }, 400],
    ['teammate-converts', { stateId: '1' }, 400],
    ['teammate-moves-ticket', {}, 404],
    ['teammate-replies', { adminId: '1' }, 404],
  ] as const)('when somebody does %s with %j, then it is refused with %i and nothing changes', (action, more, status) =>
    withSimulator({}, async (simulator, conversationId) => {
      const before = JSON.stringify(simulator.state.conversations.get(conversationId));
      expect((await act(simulator.url, action, { conversationId, ...more })).status).toBe(status);
      expect(JSON.stringify(simulator.state.conversations.get(conversationId))).toBe(before);
    }),
  );

  test('when an attribute is set by hand or a tag taken off, then it is so, and no webhook tells', () =>
    withSimulator({ webhookUrl: 'http://127.0.0.1:9' }, async (simulator, conversationId) => {
      await call(simulator, 'POST', '/conversations/attributes', { name: 'Severity', data_type: 'string' });
      simulator.teammateTags({ conversationId, tag: 'bug' });
      const told = simulator.listWebhooks().length;
      await act(simulator.url, 'teammate-sets-attributes', { conversationId, attributes: { Severity: 'high' } });
      await act(simulator.url, 'teammate-untags', { conversationId, tag: 'bug' });
      const { body } = await call(simulator, 'GET', `/conversations/${conversationId}`);
      expect(body).toMatchObject({ custom_attributes: { Severity: 'high' }, tags: { tags: [] } });
      expect(simulator.listWebhooks()).toHaveLength(told);
    }));

  test('when a ticket is moved in the name of nobody, then the API refuses', () =>
    withSimulator({}, async (simulator, conversationId) => {
      const { ticketId } = simulator.teammateConverts({ conversationId });
      const moved = await call(simulator, 'PUT', `/tickets/${ticketId}`, { ticket_state_id: '8272', admin_id: 1 });
      expect([moved.status, codeOf(moved)]).toEqual([404, 'admin_not_found']);
    }));
});

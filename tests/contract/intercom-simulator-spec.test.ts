// Every answer of the simulated Intercom is held against Intercom's own description of its API 2.16.
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import {
  addContact,
  addConversationAttribute,
  addDataAttribute,
  addTag,
  addTicket,
  type IntercomSimulator,
  startIntercomSimulator,
} from '../../src/simulators/intercom/index.ts';
import { createExchangeGuard, loadVendorSpec } from '../support/vendor-specs.ts';
import { call, noteOf } from './intercom-simulator-kit.ts';

const spec = loadVendorSpec('intercom');
const guard = createExchangeGuard({ intercom: spec });
const skipped = 'absent' in spec ? ` (skipped: no ${spec.absent})` : '';
const admin = { admin_id: '900' };
const later = 4_000_000_000;

let simulator: IntercomSimulator;
let id = '';
let contactId = '';
beforeAll(async () => {
  simulator = await startIntercomSimulator({ onExchange: guard.onIntercom });
  const attachments = [{ name: 'a.png', contentType: 'image/png', data: 'eA==' }];
  const written = simulator.customerWrites({ name: 'Ira', email: 'ira@example.com', body: 'Help', attachments });
  id = written.conversationId ?? '';
  contactId = written.contactId ?? '';
  simulator.customerWrites({ body: 'From somebody without name and address' });
});
afterAll(() => simulator.close());
afterEach(() => guard.assertNoProblems());

/** Makes the calls one after another; gives the statuses. */
async function statuses(calls: [string, string, unknown?][]): Promise<number[]> {
  const found: number[] = [];
  for (const [method, path, body] of calls) found.push((await call(simulator, method, path, body)).status);
  return found;
}

describe.skipIf('absent' in spec)(`the simulated Intercom beside the vendor's description${skipped}`, () => {
  test('when the workspace is read, then the answers are as described', async () => {
    addTag(simulator.state, 'vip');
    const paths = ['/me', '/admins', '/admins/900', '/teams', '/teams/800', '/tags', '/ticket_states'];
    expect(await statuses(paths.map((path) => ['GET', path]))).toEqual(Array(7).fill(200));
    expect(await statuses([['GET', '/admins/1']])).toEqual([404]);
  });

  test('when conversations are written to, then the answers are as described', async () => {
    const file = { content_type: 'text/plain', data: 'eA==', name: 'a.txt' };
    const reply = `/conversations/${id}/reply`;
    const parts = `/conversations/${id}/parts`;
    const { id: tagId } = addTag(simulator.state, 'jira');
    const answers = await statuses([
      ['POST', reply, noteOf('<p>x</p>', { attachment_files: [file] })],
      ['POST', reply, noteOf('x', { message_type: 'comment' })],
      ['POST', reply, { message_type: 'comment', type: 'user', intercom_user_id: contactId, body: 'x' }],
      ['POST', parts, { ...admin, message_type: 'close', type: 'admin', body: 'bye' }],
      ['POST', parts, { ...admin, message_type: 'open' }],
      ['POST', parts, { ...admin, message_type: 'snoozed', snoozed_until: later }],
      ['POST', parts, { ...admin, message_type: 'assignment', type: 'admin', assignee_id: '901' }],
      ['POST', parts, { ...admin, message_type: 'assignment', type: 'team', assignee_id: '0' }],
      ['POST', `/conversations/${id}/tags`, { ...admin, id: tagId }],
      ['GET', `/conversations/${id}`],
      ['GET', `/conversations/${id}?display_as=plaintext`],
      ['DELETE', `/conversations/${id}/tags/${tagId}`, admin],
    ]);
    expect(answers).toEqual(Array(12).fill(200));
    expect(await statuses([['POST', reply, noteOf('x', { admin_id: '1' })]])).toEqual([404]);
  });

  test('when conversations are found, updated, redacted and deleted, then the answers are as described', async () => {
    addConversationAttribute(simulator.state, { name: 'Jira key' });
    addConversationAttribute(simulator.state, { name: 'Urgent', dataType: 'boolean' });
    const source = simulator.state.conversations.get(id)?.source.id;
    const query = { field: 'open', operator: '=', value: true };
    const { conversationId } = simulator.customerWrites({ body: 'x' });
    const answers = await statuses([
      ['PUT', `/conversations/${id}`, { title: 'T', custom_attributes: { 'Jira key': 'SUP-1', Urgent: true } }],
      ['GET', '/conversations?per_page=1'],
      ['POST', '/conversations/search', { query, pagination: { per_page: 1 } }],
      ['POST', '/conversations/redact', { type: 'source', conversation_id: id, source_id: source }],
      ['DELETE', `/conversations/${conversationId}`],
      ['GET', '/conversations/deleted'],
    ]);
    expect(answers).toEqual(Array(6).fill(200));
  });

  test('when contacts and companies are kept, then the answers are as described', async () => {
    addDataAttribute(simulator.state, { name: 'Seats', model: 'contact', dataType: 'integer' });
    const { body } = await call(simulator, 'POST', '/companies', {
      company_id: 'acme',
      name: 'Acme',
      plan: 'Gold',
      size: 5,
    });
    const lead = addContact(simulator.state, { role: 'lead', email: 'ira@example.com' });
    const answers = await statuses([
      ['POST', '/contacts', { email: 'k@example.com', external_id: 'k1', custom_attributes: { Seats: 2 } }],
      ['PUT', `/contacts/${contactId}`, { owner_id: '901', name: 'K', avatar: 'https://x.test/a.png' }],
      ['POST', `/contacts/${contactId}/companies`, { id: body['id'] }],
      ['POST', `/contacts/${contactId}/notes`, { body: 'hi', admin_id: '901' }],
      ['GET', `/contacts/${contactId}/notes`],
      ['GET', `/contacts/${contactId}`],
      ['GET', '/contacts'],
      ['GET', '/contacts/find_by_external_id/k1'],
      ['POST', '/contacts/search', { query: { field: 'email', operator: '=', value: 'k@example.com' } }],
      ['POST', '/contacts/merge', { from: lead.id, into: contactId }],
      ['GET', `/contacts/${contactId}`],
      ['GET', '/companies'],
      ['GET', `/companies/${body['id']}`],
      ['PUT', `/companies/${body['id']}`, { size: 7 }],
      ['PUT', `/conversations/${id}`, { company_id: body['id'] }],
      ['DELETE', `/contacts/${contactId}/companies/${body['id']}`],
    ]);
    expect(answers).toEqual(Array(16).fill(200));
    const refused = await statuses([
      ['GET', `/contacts/${lead.id}`],
      ['GET', '/companies/1'],
      ['POST', '/contacts/merge', { from: simulator.customerWrites({ body: 'x' }).contactId, into: contactId }],
    ]);
    expect(refused).toEqual([410, 404, 400]);
  });

  test('when attributes are managed, then the answers are as described', async () => {
    const path = '/conversations/attributes';
    const list = { name: 'State', data_type: 'list', options: [{ label: 'a' }, { label: 'b' }] };
    const { body } = await call(simulator, 'POST', path, list);
    const text = await call(simulator, 'POST', path, { name: 'Text', data_type: 'string' });
    const plan = await call(simulator, 'POST', '/data_attributes', {
      name: 'Plan',
      model: 'company',
      data_type: 'string',
    });
    const answers = await statuses([
      ['GET', path],
      ['GET', `${path}/${text.body['id']}`],
      ['PUT', `${path}/${text.body['id']}`, { description: 'd' }],
      ['POST', `${path}/${body['id']}/options`, { label: 'c' }],
      ['DELETE', `${path}/${text.body['id']}`],
      ['GET', '/data_attributes'],
      ['PUT', `/data_attributes/${plan.body['id']}`, { archived: true }],
    ]);
    expect(answers).toEqual(Array(7).fill(200));
    expect(await statuses([['GET', `${path}/9999`]])).toEqual([404]);
  });

  test('when tickets are made and moved, then the answers are as described', async () => {
    const ticket = addTicket(simulator.state, { contactIds: [contactId], conversationId: id });
    const answers = await statuses([
      ['POST', `/conversations/${id}/convert`, { ticket_type_id: '55' }],
      ['GET', `/tickets/${ticket.id}`],
      ['PUT', `/tickets/${ticket.id}`, { ticket_state_id: '8271' }],
      ['GET', `/conversations/${id}`],
    ]);
    expect(answers).toEqual(Array(4).fill(200));
  });
});

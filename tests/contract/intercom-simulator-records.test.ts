// The simulated Intercom's contacts, companies, custom attributes and tickets.
import { describe, expect, test } from 'vitest';
import { addContact, addDataAttribute, addTicket } from '../../src/simulators/intercom/index.ts';
import { call, codeOf, withSimulator } from './intercom-simulator-kit.ts';

const old = { 'Intercom-Version': '2.14' };

describe('contacts', () => {
  test('when one is merged away, 2.16 answers 410 with the survivor, 2.14 answers 404', () =>
    withSimulator({}, async (simulator, conversationId) => {
      const lead = addContact(simulator.state, { role: 'lead', email: 'm@example.com' });
      const user = addContact(simulator.state, { email: 'm@example.com', externalId: 'u-7' });
      simulator.customerWrites({ conversationId, contactId: lead.id, body: 'x' });
      const merged = await call(simulator, 'POST', '/contacts/merge', { from: lead.id, into: user.id });
      expect(merged.body['id']).toBe(user.id);
      const gone = await call(simulator, 'GET', `/contacts/${lead.id}`);
      expect([gone.status, codeOf(gone)]).toEqual([410, 'contact_merged']);
      expect(gone.headers.get('link')).toBe(`</contacts/${user.id}>; rel="canonical"`);
      expect((await call(simulator, 'GET', `/contacts/${lead.id}`, undefined, old)).status).toBe(404);
    }));

  test('when two are no duplicates, their merge is refused', () =>
    withSimulator({}, async (simulator) => {
      const [from, into] = [addContact(simulator.state, { role: 'lead' }), addContact(simulator.state)];
      const body = { from: from.id, into: into.id };
      expect(codeOf(await call(simulator, 'POST', '/contacts/merge', body))).toBe('invalid_merge');
      const forced = { ...body, skip_duplicate_validation: true };
      expect((await call(simulator, 'POST', '/contacts/merge', forced)).status).toBe(200);
    }));

  test('when found by external id, users are and leads are not', () =>
    withSimulator({}, async (simulator) => {
      const user = addContact(simulator.state, { externalId: 'u/1' });
      addContact(simulator.state, { externalId: 'lead-1', role: 'lead' });
      const find = (id: string) => call(simulator, 'GET', `/contacts/find_by_external_id/${encodeURIComponent(id)}`);
      expect((await find('u/1')).body['id']).toBe(user.id);
      expect((await find('lead-1')).status).toBe(404);
      expect((await find('nobody')).status).toBe(404);
    }));

  test('when updated, named fields change, the rest stays, and the new external id finds it', () =>
    withSimulator({}, async (simulator) => {
      addDataAttribute(simulator.state, { name: 'Seats', model: 'contact', dataType: 'integer' });
      const contact = addContact(simulator.state, { externalId: 'u-1', name: 'Ann', phone: '+1' });
      const body = { name: 'Anna', external_id: 'u-2', owner_id: '901', custom_attributes: { Seats: 5 } };
      const answer = await call(simulator, 'PUT', `/contacts/${contact.id}`, body);
      expect(answer.body).toMatchObject({
        name: 'Anna',
        phone: '+1',
        owner_id: '901',
        custom_attributes: { Seats: 5 },
      });
      expect((await call(simulator, 'GET', `/contacts/${contact.id}`, undefined, old)).body['owner_id']).toBe(901);
      expect((await call(simulator, 'GET', '/contacts/find_by_external_id/u-1')).status).toBe(404);
      expect((await call(simulator, 'GET', '/contacts/find_by_external_id/u-2')).status).toBe(200);
    }));

  test.each([
    ['an unknown attribute', { custom_attributes: { Nope: 1 } }, 400],
    ['an object as a value', { custom_attributes: { Seats: { a: 1 } } }, 400],
    ['a wrong type', { custom_attributes: { Seats: 'five' } }, 400],
    ['an impossible e-mail', { email: 'nobody' }, 400],
    ['another’s external id', { external_id: 'taken' }, 409],
    ['an unknown owner', { owner_id: '1' }, 404],
  ])('when updated with %s, it refuses and nothing changes', (_name, body, status) =>
    withSimulator({}, async (simulator) => {
      addDataAttribute(simulator.state, { name: 'Seats', model: 'contact', dataType: 'integer' });
      addContact(simulator.state, { externalId: 'taken' });
      const contact = addContact(simulator.state, { name: 'Ann' });
      const answer = await call(simulator, 'PUT', `/contacts/${contact.id}`, { name: 'Other', ...body });
      expect(answer.status).toBe(status);
      expect(contact.name).toBe('Ann');
    }),
  );

  test('when a note is added to a contact, it is listed; unknown contact or admin is refused', () =>
    withSimulator({}, async (simulator) => {
      const { id } = addContact(simulator.state);
      const added = await call(simulator, 'POST', `/contacts/${id}/notes`, { body: 'Hello', admin_id: '901' });
      expect(added.body).toMatchObject({ type: 'note', body: '<p>Hello</p>', contact: { id }, author: { id: '901' } });
      expect((await call(simulator, 'GET', `/contacts/${id}/notes`)).body['total_count']).toBe(1);
      expect((await call(simulator, 'POST', '/contacts/x/notes', { body: 'Hello' })).status).toBe(404);
      expect((await call(simulator, 'POST', `/contacts/${id}/notes`, { body: 'x', admin_id: '1' })).status).toBe(404);
      expect((await call(simulator, 'POST', `/contacts/${id}/notes`, {})).status).toBe(400);
    }));
});

describe('companies', () => {
  test('when posted twice under one id, it is updated; by Intercom’s id it can be read and changed', () =>
    withSimulator({}, async (simulator) => {
      const first = await call(simulator, 'POST', '/companies', {
        company_id: 'acme',
        name: 'Acme',
        monthly_spend: 10,
      });
      const again = await call(simulator, 'POST', '/companies', { company_id: 'acme', name: 'Acme Ltd' });
      expect(again.body).toMatchObject({
        id: first.body['id'],
        name: 'Acme Ltd',
        monthly_spend: 10,
        company_id: 'acme',
      });
      const path = `/companies/${first.body['id']}`;
      expect((await call(simulator, 'PUT', path, { size: 5 })).body['size']).toBe(5);
      expect((await call(simulator, 'PUT', path, { company_id: 'other' })).status).toBe(400);
      expect((await call(simulator, 'GET', '/companies/none')).status).toBe(404);
      expect((await call(simulator, 'POST', '/companies', { name: 'No id' })).status).toBe(400);
    }));

  test('when it has no contact it is not listed, with one it is', () =>
    withSimulator({}, async (simulator) => {
      const contact = addContact(simulator.state);
      const { body } = await call(simulator, 'POST', '/companies', { company_id: 'acme' });
      expect((await call(simulator, 'GET', '/companies')).body['data']).toEqual([]);
      const attached = await call(simulator, 'POST', `/contacts/${contact.id}/companies`, { id: body['id'] });
      expect(attached.body['user_count']).toBe(1);
      expect((await call(simulator, 'GET', '/companies')).body['data']).toHaveLength(1);
      expect((await call(simulator, 'GET', `/contacts/${contact.id}`)).body['companies']).toMatchObject({
        total_count: 1,
      });
      expect((await call(simulator, 'POST', `/contacts/${contact.id}/companies`, {})).status).toBe(400);
    }));
});

describe('attributes of contacts and companies', () => {
  const post = { name: 'Plan tier', model: 'contact', data_type: 'string' };

  test('when created, it is listed under its model and can be archived', () =>
    withSimulator({}, async (simulator) => {
      const created = await call(simulator, 'POST', '/data_attributes', post);
      expect(created.body).toMatchObject({
        full_name: 'custom_attributes.Plan tier',
        custom: true,
        data_type: 'string',
      });
      const list = async (query: string) => (await call(simulator, 'GET', `/data_attributes${query}`)).body['data'];
      expect(await list('?model=contact')).toHaveLength(1);
      expect(await list('?model=company')).toHaveLength(0);
      await call(simulator, 'PUT', `/data_attributes/${created.body['id']}`, { archived: true });
      expect(await list('')).toHaveLength(0);
      expect(await list('?include_archived=true')).toHaveLength(1);
      expect(codeOf(await call(simulator, 'PUT', '/data_attributes/99', {}))).toBe('field_not_found');
    }));

  test.each([
    ['a name with signs', { ...post, name: 'a.b$c!' }],
    ['a name that exists', { ...post, name: 'Taken' }],
    ['another model', { ...post, model: 'conversation' }],
    ['an unknown type', { ...post, data_type: 'mithril' }],
    ['a list of one option', { ...post, data_type: 'options', options: [{ value: 'a' }] }],
  ])('when created with %s, it is refused as parameter_invalid', (_name, body) =>
    withSimulator({}, async (simulator) => {
      addDataAttribute(simulator.state, { name: 'Taken', model: 'company' });
      const answer = await call(simulator, 'POST', '/data_attributes', body);
      expect([answer.status, codeOf(answer)]).toEqual([400, 'parameter_invalid']);
    }),
  );

  test('when conversation attributes are asked for here, 2.16 refuses with 422 and 2.14 lists them', () =>
    withSimulator({}, async (simulator) => {
      await call(simulator, 'POST', '/conversations/attributes', { name: 'Jira key', data_type: 'string' });
      const path = '/data_attributes?model=conversation';
      expect((await call(simulator, 'GET', path)).status).toBe(422);
      expect((await call(simulator, 'GET', path, undefined, old)).body['data']).toMatchObject([{ name: 'Jira key' }]);
    }));
});

describe('attributes of conversations', () => {
  test('when created, renamed and archived, the list follows', () =>
    withSimulator({}, async (simulator) => {
      const path = '/conversations/attributes';
      const created = await call(simulator, 'POST', path, { name: 'Jira key', data_type: 'string' });
      const own = `${path}/${created.body['id']}`;
      expect((await call(simulator, 'PUT', own, { name: 'Jira' })).body['name']).toBe('Jira');
      expect((await call(simulator, 'GET', own)).body['name']).toBe('Jira');
      expect((await call(simulator, 'DELETE', own)).body['archived']).toBe(true);
      expect((await call(simulator, 'GET', path)).body['data']).toEqual([]);
      expect((await call(simulator, 'GET', `${path}?include_archived=true`)).body['data']).toHaveLength(1);
      expect(codeOf(await call(simulator, 'GET', `${path}/99`))).toBe('conversation_attribute_not_found');
    }));

  test('when it is a list, options are added; otherwise they are refused', () =>
    withSimulator({}, async (simulator) => {
      const path = '/conversations/attributes';
      const list = { name: 'State', data_type: 'list', options: [{ label: 'a' }, { label: 'b' }] };
      const { body } = await call(simulator, 'POST', path, list);
      const grown = await call(simulator, 'POST', `${path}/${body['id']}/options`, { label: 'c' });
      expect(grown.body['options']).toHaveLength(3);
      expect((await call(simulator, 'POST', `${path}/${body['id']}/options`, {})).status).toBe(422);
      const text = await call(simulator, 'POST', path, { name: 'Text', data_type: 'string' });
      expect((await call(simulator, 'POST', `${path}/${text.body['id']}/options`, { label: 'c' })).status).toBe(422);
    }));

  test.each([
    ['an unknown type', { name: 'x', data_type: 'invalid_type' }],
    ['no name', { data_type: 'string' }],
    ['a list of one', { name: 'x', data_type: 'list', options: [{ label: 'a' }] }],
  ])('when created with %s, it is refused with 422', (_name, body) =>
    withSimulator({}, async (simulator) => {
      expect((await call(simulator, 'POST', '/conversations/attributes', body)).status).toBe(422);
    }),
  );
});

describe('tickets', () => {
  test('when a conversation is converted, it is that ticket, and the ticket has its first state', () =>
    withSimulator({}, async (simulator, id) => {
      const body = { ticket_type_id: '55', attributes: { _default_title_: 'Broken export' } };
      const { body: ticket } = await call(simulator, 'POST', `/conversations/${id}/convert`, body);
      expect(ticket).toMatchObject({ type: 'ticket', category: 'Customer', ticket_state: { category: 'submitted' } });
      expect(ticket['ticket_id']).not.toBe(ticket['id']);
      const conversation = await call(simulator, 'GET', `/conversations/${id}`);
      expect(conversation.body).toMatchObject({ ticket: { id: ticket['id'] }, linked_objects: { data: [] } });
      expect((await call(simulator, 'GET', `/tickets/${ticket['id']}`)).body).toMatchObject({ id: ticket['id'] });
      const tracker = await call(simulator, 'POST', `/conversations/${id}/convert`, { ticket_type_id: '57' });
      expect([tracker.status, codeOf(tracker)]).toEqual([400, 'parameter_invalid']);
    }));

  test('when a ticket is moved, the state before is told; wrong state or assignee is refused', () =>
    withSimulator({}, async (simulator) => {
      const ticket = addTicket(simulator.state);
      const put = (body: object) => call(simulator, 'PUT', `/tickets/${ticket.id}`, body);
      const states = await call(simulator, 'GET', '/ticket_states');
      expect(states.body['data']).toHaveLength(4);
      const moved = await put({ ticket_state_id: '8272', admin_id: 900, assignee_id: '901' });
      expect(moved.body).toMatchObject({
        ticket_state: { category: 'resolved' },
        previous_ticket_state_id: '8269',
        admin_assignee_id: 901,
      });
      expect(codeOf(await put({ ticket_state_id: '1' }))).toBe('ticket_state_id_invalid');
      expect(codeOf(await put({ admin_id: 900, assignee_id: '1' }))).toBe('assignee_not_found');
      expect((await call(simulator, 'GET', '/tickets/1')).status).toBe(404);
    }));
});

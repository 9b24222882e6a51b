// What rules do in Intercom: close, assign, ticket states, attributes of each type, and making what does not exist yet.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  addAdmin,
  addContact,
  addConversation,
  addConversationAttribute,
  addDataAttribute,
  addTag,
  addTeam,
  addTicketState,
} from '../../src/simulators/intercom/index.ts';
import { type Desk, failureOf, startDesk, UNJUDGED } from './intercom-adapter-kit.ts';

let desk: Desk;
let id = '';

beforeAll(async () => {
  desk = await startDesk();
});
afterAll(() => desk.intercom.close());
beforeEach(() => {
  desk.reset();
  id = addConversation(desk.intercom.state, addContact(desk.intercom.state, { name: 'Kim' })).id;
});
afterEach(() => desk.assertNoProblems());

describe(`changing the state${UNJUDGED}`, () => {
  it('when it is closed, then the bridge’s teammate closed it', async () => {
    await desk.connect().close(id);
    expect(desk.conversation(id)).toMatchObject({ state: 'closed' });
    expect(desk.conversation(id).parts.at(-1)).toMatchObject({ partType: 'close', author: { id: '900' }, body: null });
  });

  it('when the conversation is gone, then closing and assigning say so', async () => {
    expect((await failureOf(desk.connect().close('424242'))).details).toMatchObject({ kind: 'gone', inDoubt: false });
    const assigning = desk.connect().assign('424242', { kind: 'team', name: 'Support' });
    expect((await failureOf(assigning)).details).toMatchObject({ kind: 'gone', inDoubt: false });
  });

  it('when the answer to closing is lost, then it is in doubt and nothing is repeated', async () => {
    desk.intercom.addFault({ kind: 'drop-after', match: 'POST /conversations', count: 1 });
    expect((await failureOf(desk.connect().close(id))).details).toMatchObject({ kind: 'unavailable', inDoubt: true });
    expect(desk.conversation(id).parts.filter((part) => part.partType === 'close')).toHaveLength(1);
  });
});

describe(`assigning${UNJUDGED}`, () => {
  it.each([
    [{ kind: 'team', name: 'support' }, { teamAssigneeId: '800' }, 'assigned to team Support'],
    [{ kind: 'team', name: '800' }, { teamAssigneeId: '800' }, 'assigned to team Support'],
    [{ kind: 'teammate', name: ' BORIS lane ' }, { adminAssigneeId: '902' }, 'assigned to teammate Boris Lane'],
    [{ kind: 'teammate', name: '901' }, { adminAssigneeId: '901' }, 'assigned to teammate Anna Petrova'],
  ] as const)('when it goes to %j, then it is there', async (to, state, note) => {
    expect(await desk.connect().assign(id, to)).toEqual({ done: true, note });
    expect(desk.conversation(id)).toMatchObject(state);
  });

  it.each([
    [{ kind: 'team', name: 'Nobody' }, 'Intercom has no team "Nobody"'],
    [{ kind: 'teammate', name: 'Support' }, 'Intercom has no teammate "Support"'],
    [{ kind: 'team', name: '901' }, 'Intercom has no team "901"'],
    [{ kind: 'teammate', name: '' }, 'Intercom has no teammate ""'],
  ] as const)('when there is no %j, then nothing is changed and the note says so', async (to, note) => {
    expect(await desk.connect().assign(id, to)).toEqual({ done: false, note });
    expect(desk.conversation(id).parts).toEqual([]);
  });

  it('when two teammates have the same name, then nothing is changed and their ids are named', async () => {
    addAdmin(desk.intercom.state, { id: '950', name: 'Anna Petrova' });
    const applied = await desk.connect().assign(id, { kind: 'teammate', name: 'Anna Petrova' });
    expect(applied).toMatchObject({ done: false, note: expect.stringContaining('(901, 950)') });
    expect(await desk.connect().assign(id, { kind: 'teammate', name: '950' })).toMatchObject({ done: true });
  });

  it('when a team is new, then it is found as soon as the list is half a minute old', async () => {
    let now = Date.now();
    const conversations = desk.connect({ now: () => now });
    expect(await conversations.assign(id, { kind: 'team', name: 'Billing' })).toMatchObject({ done: false });
    addTeam(desk.intercom.state, { id: '801', name: 'Billing', adminIds: [] });
    expect(await conversations.assign(id, { kind: 'team', name: 'Billing' })).toMatchObject({ done: false });
    now += 31_000;
    expect(await conversations.assign(id, { kind: 'team', name: 'Billing' })).toMatchObject({ done: true });
    expect(desk.calls.filter((call) => call.route === '/teams')).toHaveLength(2);
  });

  it('when a team was deleted since the list was read, then the note says so and the list is forgotten', async () => {
    const conversations = desk.connect();
    await conversations.assign(id, { kind: 'team', name: 'Support' });
    desk.intercom.state.teams.delete('800');
    const again = () => conversations.assign(id, { kind: 'team', name: 'Support' });
    expect(await again()).toEqual({ done: false, note: 'Intercom has no team "Support" any more' });
    expect(await again()).toEqual({ done: false, note: 'Intercom has no team "Support"' });
  });
});

describe(`ticket states${UNJUDGED}`, () => {
  const stateNow = () => {
    const { tickets, ticketStates } = desk.intercom.state;
    return ticketStates.get(tickets.get(desk.conversation(id).ticketId ?? '')?.stateId ?? '')?.label;
  };

  it.each(['resolved', 'Resolved', '8272', 'waiting on customer'])(
    'when the state is named %j, then the ticket is in it',
    async (name) => {
      desk.intercom.teammateConverts({ conversationId: id });
      const applied = await desk.connect().setTicketState(id, name);
      expect(applied).toEqual({ done: true, note: `the ticket is ${stateNow()}` });
      expect(stateNow()).toBe(name.startsWith('w') ? 'Waiting on customer' : 'Resolved');
    },
  );

  it('when a label and a category have the same name, then the label wins; customers’ labels count too', async () => {
    const { state } = desk.intercom;
    addTicketState(state, {
      id: '9000',
      category: 'in_progress',
      label: 'With developers',
      externalLabel: 'resolved',
      ticketTypeIds: ['55'],
    });
    desk.intercom.teammateConverts({ conversationId: id });
    await desk.connect().setTicketState(id, 'Resolved');
    expect(stateNow()).toBe('Resolved');
    await desk.connect().setTicketState(id, 'with DEVELOPERS');
    expect(stateNow()).toBe('With developers');
  });

  it('when the conversation is no ticket, then nothing is done and nothing else is asked', async () => {
    expect(await desk.connect().setTicketState(id, 'resolved')).toEqual({
      done: false,
      note: 'the conversation is no ticket',
    });
    expect(desk.calls.map((call) => call.route)).toEqual(['/conversations/{id}']);
  });

  it('when the state is unknown, archived or of another type of ticket, then nothing is changed', async () => {
    const { state } = desk.intercom;
    addTicketState(state, { id: '9000', category: 'resolved', label: 'Old', archived: true, ticketTypeIds: ['55'] });
    addTicketState(state, { id: '9001', category: 'resolved', label: 'Internal', ticketTypeIds: ['56'] });
    desk.intercom.teammateConverts({ conversationId: id });
    for (const name of ['Old', 'Internal', '9000', '1', 'No such']) {
      const note = `this type of ticket has no state "${name}"`;
      expect(await desk.connect().setTicketState(id, name)).toEqual({ done: false, note });
    }
    expect(stateNow()).toBe('Submitted');
  });

  it('when the ticket is in the state already, then nothing is written', async () => {
    desk.intercom.teammateConverts({ conversationId: id });
    expect(await desk.connect().setTicketState(id, 'Submitted')).toEqual({
      done: true,
      note: 'the ticket was Submitted already',
    });
    expect(desk.calls.filter((call) => call.method === 'PUT')).toEqual([]);
  });

  it('when the state was archived since the list was read, then the note says so', async () => {
    desk.intercom.teammateConverts({ conversationId: id });
    const conversations = desk.connect();
    await conversations.setTicketState(id, 'resolved');
    const state = desk.intercom.state.ticketStates.get('8270');
    if (state !== undefined) state.archived = true;
    expect(await conversations.setTicketState(id, '8270')).toMatchObject({ done: false });
  });
});

describe(`attributes${UNJUDGED}`, () => {
  it.each([
    ['integer', '12', 12],
    ['decimal', '-1.5', -1.5],
    ['boolean', 'TRUE', true],
    ['string', '12', '12'],
    ['list', 'High', 'High'],
  ])('when an attribute is of type %s, then %j is written as %j', async (dataType, value, written) => {
    const attribute = addConversationAttribute(desk.intercom.state, { name: 'Jira value', dataType });
    expect(await desk.connect().setAttribute(id, String(attribute.id), value)).toBe(true);
    expect(desk.conversation(id).customAttributes).toEqual({ 'Jira value': written });
  });

  it('when a text does not fit the type, then the vendor’s refusal names the attribute', async () => {
    addConversationAttribute(desk.intercom.state, { name: 'Count', dataType: 'integer' });
    const error = await failureOf(desk.connect().setAttribute(id, 'Count', 'many'));
    expect(error.details.kind).toBe('rejected');
    expect(error.message).toContain('Count');
  });

  it('when a long text is cut, then no emoji is cut in half', async () => {
    addConversationAttribute(desk.intercom.state, { name: 'Text' });
    await desk.connect().setAttribute(id, 'Text', `a${'😀'.repeat(200)}`);
    const written = String(desk.conversation(id).customAttributes['Text']);
    expect(written.isWellFormed()).toBe(true);
    expect(written.length).toBeLessThanOrEqual(255);
  });
});

describe(`what can be named${UNJUDGED}`, () => {
  it.each(['2.14', '2.16'])(
    'when the vocabulary is read in version %s, then all lists are there',
    async (apiVersion) => {
      const { state } = desk.intercom;
      addTag(state, 'bug');
      addConversationAttribute(state, { name: 'Jira key' });
      addConversationAttribute(state, { name: 'Old', archived: true });
      addDataAttribute(state, { name: 'seats', model: 'contact', dataType: 'integer' });
      addDataAttribute(state, { name: 'industry code', model: 'company' });
      const vocabulary = await desk.connect({ apiVersion }).vocabulary();
      const names = Object.fromEntries(
        Object.entries(vocabulary).map(([list, all]) => [list, all.map((one: { name: string }) => one.name)]),
      );
      expect(names).toEqual({
        teams: ['Support'],
        teammates: ['Jira bridge', 'Anna Petrova', 'Boris Lane'],
        tags: ['bug'],
        conversationAttributes: ['Jira key'],
        contactAttributes: ['seats'],
        ticketStates: ['Submitted', 'In progress', 'Waiting on customer', 'Resolved'],
      });
    },
  );

  it('when the plan has no tickets, then there are no ticket states; any other refusal is an error', async () => {
    desk.intercom.addFault({ kind: 'fail-before', match: 'GET /ticket_states', status: 403 });
    expect((await desk.connect().vocabulary()).ticketStates).toEqual([]);
    desk.intercom.addFault({ kind: 'fail-before', match: 'GET /teams', status: 403 });
    expect((await failureOf(desk.connect().vocabulary())).details.kind).toBe('forbidden');
  });
});

describe(`making what does not exist${UNJUDGED}`, () => {
  it.each(['tag', 'conversation_attribute', 'contact_attribute'] as const)(
    'when a %s is made twice, then it exists once',
    async (kind) => {
      const conversations = desk.connect();
      await conversations.create(kind, 'Jira key');
      await conversations.create(kind, 'Jira key');
      const vocabulary = await conversations.vocabulary();
      const list = {
        tag: 'tags',
        conversation_attribute: 'conversationAttributes',
        contact_attribute: 'contactAttributes',
      } as const;
      expect(vocabulary[list[kind]].map((one) => one.name)).toEqual(['Jira key']);
    },
  );

  it('when an attribute was made, then it can be set at once', async () => {
    const conversations = desk.connect();
    expect(await conversations.setAttribute(id, 'Jira key', 'SUP-1')).toBe(false);
    await conversations.create('conversation_attribute', 'Jira key');
    expect(await conversations.setAttribute(id, 'Jira key', 'SUP-1')).toBe(true);
  });

  it('when the vendor does not take a name, then its words are told', async () => {
    const error = await failureOf(desk.connect().create('contact_attribute', 'Jira: key!'));
    expect(error.details).toMatchObject({ kind: 'rejected', status: 400, inDoubt: false });
    expect(error.message).toContain('alphanumeric');
  });

  it('when the version cannot make conversation attributes, then the error says where to make it', async () => {
    const error = await failureOf(desk.connect({ apiVersion: '2.15' }).create('conversation_attribute', 'Jira key'));
    expect(error.details).toMatchObject({ kind: 'rejected', inDoubt: false });
    expect(error.message).toMatch(/2\.15.*"Jira key".*Settings/);
  });
});

// Dialogs as the Intercom client reads them: customer, company, names, messages and files, in each version's shape.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { toPlainText } from '../../src/domain/document/plain-text.ts';
import {
  addAdmin,
  addCompany,
  addContact,
  addConversation,
  addTag,
  addTeam,
} from '../../src/simulators/intercom/index.ts';
import { type Desk, failureOf, foundOf, startDesk, UNJUDGED } from './intercom-adapter-kit.ts';

let desk: Desk;

beforeAll(async () => {
  desk = await startDesk();
});
afterAll(() => desk.intercom.close());
beforeEach(() => desk.reset());
afterEach(() => desk.assertNoProblems());

/** A conversation of a customer with all that can be known of one. */
function givenRich(): { id: string; contactId: string } {
  const { state } = desk.intercom;
  const company = addCompany(state, { companyId: 'acme', name: 'Acme', plan: 'Enterprise', monthlySpend: 1200 });
  const contact = addContact(state, {
    externalId: 'u-7',
    name: 'Kim Lee',
    email: 'kim@example.com',
    phone: '+15550100',
    ownerId: '902',
    companyIds: [company.id],
    customAttributes: { seats: 12, 'beta tester': true, note: null },
  });
  const tag = addTag(state, 'bug');
  const other = addContact(state, { name: 'Second' });
  const conversation = addConversation(state, contact, {
    title: 'Export fails',
    companyId: company.id,
    adminAssigneeId: '901',
    teamAssigneeId: '800',
    customAttributes: { 'Jira key': 'SUP-1', count: 3 },
    tags: [{ tagId: tag.id, appliedAt: 1, appliedBy: { type: 'admin', id: '901' } }],
    contactIds: [contact.id, other.id],
  });
  return { id: conversation.id, contactId: contact.id };
}

const RICH = {
  connection: 'chat',
  title: 'Export fails',
  state: 'open',
  snoozedUntil: null,
  tags: [{ name: 'bug' }],
  team: { id: '800', name: 'Support' },
  teammate: { id: '901', name: 'Anna Petrova' },
  attributes: { 'Jira key': 'SUP-1', count: 3 },
  customer: {
    externalId: 'u-7',
    name: 'Kim Lee',
    email: 'kim@example.com',
    phone: '+15550100',
    ownerId: '902',
    company: { name: 'Acme', plan: 'Enterprise', monthlySpend: 1200 },
    attributes: { seats: 12, 'beta tester': true, note: null },
  },
  otherContacts: 1,
  rating: null,
  ticketId: null,
};

describe(`the details of a dialog${UNJUDGED}`, () => {
  it.each(['2.13', '2.14', '2.15', '2.16'])(
    'when the API version is %s, then all of it is the same',
    async (apiVersion) => {
      const { id } = givenRich();
      const details = await foundOf(desk.connect({ apiVersion }).details(id));
      expect(details).toMatchObject(RICH);
      expect(details.url).toBe(`https://app.intercom.com/a/inbox/ws1/inbox/shared/all/conversation/${id}`);
    },
  );

  it.each(['2.14', '2.16'])(
    'when nobody is assigned in version %s, then neither team nor teammate is named',
    async (apiVersion) => {
      const { id } = addConversation(desk.intercom.state, addContact(desk.intercom.state));
      const details = await foundOf(desk.connect({ apiVersion }).details(id));
      expect(details).toMatchObject({
        team: null,
        teammate: null,
        customer: { company: null, name: null, email: null },
      });
    },
  );

  it('when several dialogs are read, then the lists of names are asked for once', async () => {
    const conversations = desk.connect();
    await conversations.details(givenRich().id);
    await conversations.details(givenRich().id);
    const asked = desk.calls.map((call) => call.route);
    expect(asked.filter((route) => route === '/teams' || route === '/admins')).toHaveLength(2);
  });

  it('when a teammate came after the list was read, then the name is asked for again', async () => {
    let now = Date.now();
    const conversations = desk.connect({ now: () => now });
    await conversations.details(givenRich().id);
    addAdmin(desk.intercom.state, { id: '950', name: 'New Hand' });
    const { id } = addConversation(desk.intercom.state, addContact(desk.intercom.state), { adminAssigneeId: '950' });
    expect((await foundOf(conversations.details(id))).teammate).toEqual({ id: '950', name: '950' });
    now += 31_000;
    expect((await foundOf(conversations.details(id))).teammate).toEqual({ id: '950', name: 'New Hand' });
  });

  it('when the lists may not be read, then ids stand for names', async () => {
    const { id } = givenRich();
    for (const match of ['GET /teams', 'GET /admins', 'GET /companies']) {
      desk.intercom.addFault({ kind: 'fail-before', match, status: 403 });
    }
    const details = await foundOf(desk.connect({ apiVersion: '2.14' }).details(id));
    expect(details).toMatchObject({ team: { name: '800' }, teammate: { name: '901' }, customer: { company: null } });
  });

  it('when the contact was merged, then the survivor is the customer', async () => {
    const { state } = desk.intercom;
    const [first, second, last] = ['First', 'Second', 'Last'].map((name) => addContact(state, { name }));
    if (first === undefined || second === undefined || last === undefined) throw new Error('no contacts');
    const { id } = addConversation(state, first);
    desk.intercom.mergeContacts(first.id, second.id);
    desk.intercom.mergeContacts(second.id, last.id);
    desk.conversation(id).contactIds = [first.id];
    expect((await foundOf(desk.connect().details(id))).customer).toMatchObject({ id: last.id, name: 'Last' });
  });

  it('when a merged contact leads round in a circle, then it ends, with what the dialog knows', async () => {
    const { state } = desk.intercom;
    const [a, b] = [addContact(state, { name: 'Round' }), addContact(state, { name: 'About' })];
    a.mergedInto = b.id;
    b.mergedInto = a.id;
    const { id } = addConversation(state, a);
    expect((await foundOf(desk.connect().details(id))).customer).toMatchObject({ id: a.id, name: 'Round' });
    expect(desk.calls.filter((call) => call.route === '/contacts/{id}')).toHaveLength(4);
  });

  it.each(['2.14', '2.16'])(
    'when the contact was deleted in version %s, then the author of the first message is the customer',
    async (apiVersion) => {
      const { state } = desk.intercom;
      const contact = addContact(state, { name: 'Gone', email: 'gone@example.com' });
      const { id } = addConversation(state, contact);
      desk.intercom.deleteContact(contact.id);
      expect((await foundOf(desk.connect({ apiVersion }).details(id))).customer).toMatchObject({
        id: contact.id,
        name: 'Gone',
        email: 'gone@example.com',
        phone: null,
        attributes: {},
      });
    },
  );

  it('when it was rated and is a ticket, then both are told', async () => {
    const { id } = givenRich();
    desk.intercom.customerRates({ conversationId: id, rating: 2, remark: 'slow' });
    const { ticketId } = desk.intercom.teammateConverts({ conversationId: id });
    expect(await foundOf(desk.connect().details(id))).toMatchObject({ rating: 2, ticketId });
  });

  it('when the dialog does not exist, then it is missing; when the token is dead, then that is the error', async () => {
    expect(await desk.connect().details('424242')).toEqual({ state: 'missing' });
    expect(await desk.connect().content('424242')).toEqual({ state: 'missing' });
    const error = await failureOf(desk.connect({ accessToken: 'dead' }).details('424242'));
    expect(error.details.kind).toBe('auth');
  });

  it('when teams are many, then the right one is named', async () => {
    for (let id = 1; id <= 50; id += 1)
      addTeam(desk.intercom.state, { id: String(id), name: `Team ${id}`, adminIds: [] });
    const { id } = addConversation(desk.intercom.state, addContact(desk.intercom.state), { teamAssigneeId: '37' });
    expect((await foundOf(desk.connect().details(id))).team).toEqual({ id: '37', name: 'Team 37' });
  });
});

const PIXEL = Buffer.from('not really a picture').toString('base64');

describe(`the content of a dialog${UNJUDGED}`, () => {
  it('when people wrote, noted and sent files, then all stand in order with their kinds and authors', async () => {
    const { conversationId: id = '' } = desk.intercom.customerWrites({
      name: 'Kim',
      body: '<p>The <b>export</b> fails</p>',
      attachments: [{ name: 'log.txt', contentType: 'text/plain', data: PIXEL }],
    });
    const given = { conversationId: id };
    desk.intercom.teammateNotes({ ...given, body: 'seen before' });
    desk.intercom.teammateReplies({
      ...given,
      body: 'We look',
      attachments: [{ name: 'a b.png', contentType: 'image/png', data: PIXEL }],
    });
    desk.intercom.teammateAssigns({ ...given, assigneeId: '901' });
    desk.intercom.teammateCloses({ ...given, body: 'Bye' });
    desk.intercom.customerWrites({ ...given, body: 'Still broken' });

    const { messages, details } = await foundOf(desk.connect().content(id));

    expect(details.conversationId).toBe(id);
    expect(messages.map((message) => [message.kind, toPlainText(message.body)])).toEqual([
      ['customer', 'The export fails'],
      ['note', 'seen before'],
      ['teammate', 'We look'],
      ['teammate', 'Bye'],
      ['customer', 'Still broken'],
    ]);
    expect(messages[2]?.author).toEqual({ id: '901', name: 'Anna Petrova', kind: 'person' });
    const [log] = messages[0]?.attachments ?? [];
    expect(log).toMatchObject({ name: 'log.txt', contentType: 'text/plain', size: 20, inline: false });
    expect(log?.id).toBe(`${messages[0]?.partId}:0`);
    expect(messages[2]?.attachments[0]).toMatchObject({ name: 'a b.png', inline: false });
  });

  it('when an image was pasted in the Messenger, then it is a file; when a mail shows it in its text, then it is inline', async () => {
    const attachments = [{ name: 'shot.png', contentType: 'image/png', data: PIXEL, pasted: true }];
    const chat = desk.intercom.customerWrites({ body: 'see', attachments });
    const mail = desk.intercom.customerWrites({ body: 'Regards', attachments, byEmail: true });
    const filesOf = async (id = '') =>
      (await foundOf(desk.connect().content(id))).messages.flatMap((one) => one.attachments);
    expect(await filesOf(chat.conversationId)).toMatchObject([{ name: 'shot.png', inline: false, size: null }]);
    expect(await filesOf(mail.conversationId)).toMatchObject([{ name: 'shot.png', inline: true }]);
  });

  it('when a message was redacted, then it is left out', async () => {
    const { conversationId: id = '' } = desk.intercom.customerWrites({ body: 'first' });
    const { partId = '' } = desk.intercom.customerWrites({ conversationId: id, body: 'my card is 4111' });
    desk.intercom.act('redact-part', { conversationId: id, partId });
    const { messages } = await foundOf(desk.connect().content(id));
    expect(messages.map((message) => toPlainText(message.body))).toEqual(['first']);
  });

  it('when a dialog has 600 parts, then the first message and the last 500 parts are given', async () => {
    const { conversationId: id = '' } = desk.intercom.customerWrites({ body: 'the beginning' });
    for (let index = 1; index <= 600; index += 1)
      desk.intercom.customerWrites({ conversationId: id, body: `line ${index}` });
    const { messages } = await foundOf(desk.connect().content(id));
    expect(messages).toHaveLength(501);
    expect(
      messages.map((message) => toPlainText(message.body)).filter((_, index) => index < 2 || index === 500),
    ).toEqual(['the beginning', 'line 101', 'line 600']);
  });
});

// The Intercom client against the simulated Intercom: each method of the port, and every call held against the vendor's specification.
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  type ConversationsOptions,
  createConversations,
  createIntercomSource,
} from '../../src/adapters/intercom/index.ts';
import type { CallReport } from '../../src/adapters/intercom/index.ts';
import { VendorError } from '../../src/application/vendor-error.ts';
import {
  addConversation,
  addConversationAttribute,
  addContact,
  addTag,
  type IntercomSimulator,
  startIntercomSimulator,
} from '../../src/simulators/intercom/index.ts';
import { createExchangeGuard, loadVendorSpec } from '../support/vendor-specs.ts';

const guard = createExchangeGuard({ intercom: loadVendorSpec('intercom') });
const unjudged = guard.notChecked.length === 0 ? '' : ' (specification check skipped: VENDOR_SPECS_DIR has no file)';
const MARK = '0f8c1d2e3a4b';
const NOTE = `<p><b>SUP-1</b> moved</p><p><a href="https://bridge.example.com/history/${MARK}">history</a></p>`;

let intercom: IntercomSimulator;
let calls: CallReport[] = [];
/** Specification 2.16 says nothing of older versions: their exchanges are not held against it. */
let judged = true;

function connect(more: Partial<ConversationsOptions> = {}) {
  judged = (more.apiVersion ?? '2.16') === '2.16';
  return createConversations({
    connection: 'chat',
    apiUrl: intercom.url,
    appUrl: 'https://app.intercom.com',
    workspaceId: 'ws1',
    accessToken: 'intercom-token',
    authorAdminId: '900',
    apiVersion: '2.16',
    timeoutMs: 5000,
    now: Date.now,
    onCall: (call) => calls.push(call),
    ...more,
  });
}

function given(more: Parameters<typeof addConversation>[2] = {}) {
  return addConversation(intercom.state, addContact(intercom.state, { name: 'Kim' }), more);
}

function stateOf(id: string) {
  const found = intercom.state.conversations.get(id);
  if (found === undefined) {
    throw new Error(`no conversation ${id}`);
  }
  return found;
}

async function failureOf(attempt: Promise<unknown>): Promise<VendorError> {
  const error = await attempt.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(VendorError);
  return error as VendorError;
}

beforeAll(async () => {
  intercom = await startIntercomSimulator({
    workspaceId: 'ws1',
    onExchange: (exchange) => {
      if (judged && exchange.fault === null) {
        // The simulator shows an absent body as an empty object.
        guard.onIntercom(exchange.method === 'GET' ? { ...exchange, requestBody: undefined } : exchange);
      }
    },
  });
});
afterAll(() => intercom.close());
beforeEach(() => {
  intercom.reset();
  calls = [];
});
afterEach(() => guard.assertNoProblems());

describe(`the Intercom client${unjudged}`, () => {
  it('when asked for its account, then the author and the workspace are given', async () => {
    expect(await connect().account()).toEqual({ id: '900', name: 'Jira bridge', workspaceId: 'ws1' });
  });

  it('when the author is unknown, then it is rejected with the id and what to do', async () => {
    const error = await failureOf(connect({ authorAdminId: '123456' }).account());
    expect(error.details).toMatchObject({ kind: 'rejected', inDoubt: false });
    expect(error.message).toMatch(/123456.*authorAdminId/);
  });

  it('when the token is of another workspace, then it is an auth error that names both', async () => {
    const error = await failureOf(connect({ workspaceId: 'other' }).account());
    expect(error.details.kind).toBe('auth');
    expect(error.message).toMatch(/ws1.*other/);
  });

  it('when the token is dead, then it is an auth error', async () => {
    const error = await failureOf(connect({ accessToken: 'dead-token' }).account());
    expect(error.details).toMatchObject({ kind: 'auth', status: 401, inDoubt: false });
  });

  it('when a conversation is read, then its state and its texts are given, oldest first', async () => {
    const { id } = given({ body: '<p>The <b>export</b> fails</p>' });
    intercom.teammateNotes({
      conversationId: id,
      body: '<p>see <a href="https://jira.example.com/browse/SUP-1">it</a></p>',
    });
    intercom.teammateReplies({ conversationId: id, body: '<p>We look into it</p>' });
    intercom.teammateAssigns({ conversationId: id, assigneeType: 'admin', assigneeId: '901' });
    intercom.teammateSnoozes({ conversationId: id, until: 2_000_000_000 });

    const read = await connect().read(id);

    expect(read).toMatchObject({
      state: 'found',
      value: {
        connection: 'chat',
        conversationId: id,
        url: `https://app.intercom.com/a/inbox/ws1/inbox/shared/all/conversation/${id}`,
        title: 'The export fails',
        state: 'snoozed',
        snoozedUntil: 2_000_000_000_000,
        parts: [
          { kind: 'note', author: { id: '901', name: 'Anna Petrova', kind: 'person' } },
          { kind: 'comment', body: { blocks: [{ type: 'paragraph' }] } },
        ],
      },
    });
    expect(JSON.stringify(read)).toContain('"href":"https://jira.example.com/browse/SUP-1"');
  });

  it('when a title is set, then it wins, and a long one is cut to 120 letters', async () => {
    const { id } = given({ title: '😀'.repeat(200) });
    const read = await connect().read(id);
    const title = read.state === 'found' ? read.value.title : '';
    expect(Array.from(title)).toHaveLength(120);
    expect(title.endsWith('😀…')).toBe(true);
  });

  it('when a conversation does not exist and the account is well, then it is missing', async () => {
    expect(await connect().read('99999999')).toEqual({ state: 'missing' });
    expect(calls.map((call) => `${call.method} ${call.route} ${call.status}`)).toEqual([
      'GET /conversations/{id} 404',
      'GET /me 200',
    ]);
  });

  it('when a conversation does not exist and the token is dead, then it is an auth error, not missing', async () => {
    judged = false;
    const conversations = connect();
    intercom.addFault({ kind: 'fail-before', match: 'GET /conversations', status: 404, count: 1 });
    intercom.addFault({ kind: 'invalid-token', match: 'GET /me', count: 1 });
    expect((await failureOf(conversations.read('1'))).details.kind).toBe('auth');
  });

  it('when several are missing within half a minute, then the account is proven once', async () => {
    const conversations = connect();
    for (const id of ['1', '2', '3']) {
      expect(await conversations.read(id)).toEqual({ state: 'missing' });
    }
    expect(calls.filter((call) => call.route === '/me')).toHaveLength(1);
  });

  it('when a note is added, then its part id is given and the note is there, in the author’s name', async () => {
    const { id } = given();
    intercom.teammateNotes({ conversationId: id, body: 'older' });
    const partId = await connect().addNote(id, NOTE);
    const part = stateOf(id).parts.find((one) => one.id === partId);
    expect(part).toMatchObject({ partType: 'note', author: { id: '900' } });
    expect(part?.body).toContain('moved');
  });

  it('when a note was written, then it is found by its mark, and no other is', async () => {
    const { id } = given();
    const conversations = connect();
    const first = await conversations.addNote(id, NOTE);
    const second = await conversations.addNote(id, NOTE.replace(MARK, 'ffffeeeedddd'));
    expect(second).not.toBe(first);
    expect(await conversations.findOurNote(id, MARK)).toBe(first);
    expect(await conversations.findOurNote(id, 'ffffeeeedddd')).toBe(second);
    expect(await conversations.findOurNote(id, 'aaaabbbbcccc')).toBeNull();
  });

  it('when a note’s conversation is gone, then it is gone and not in doubt', async () => {
    const error = await failureOf(connect().addNote('424242', NOTE));
    expect(error.details).toMatchObject({ kind: 'gone', status: 404, inDoubt: false });
  });

  it('when a conversation is opened or snoozed, then its state changes', async () => {
    const { id } = given({ state: 'closed' });
    const conversations = connect();
    await conversations.open(id);
    expect(stateOf(id).state).toBe('open');
    await conversations.snooze(id, 2_000_000_000_400);
    expect(stateOf(id)).toMatchObject({ state: 'snoozed', snoozedUntil: 2_000_000_001 });
    await conversations.open(id);
    expect(stateOf(id).state).toBe('open');
    await conversations.open(id);
  });

  it('when the attribute exists, then it is set; when not, then nothing is changed', async () => {
    const { id } = given();
    addConversationAttribute(intercom.state, { name: 'Jira issue' });
    addConversationAttribute(intercom.state, { name: 'Old issue', archived: true });
    const conversations = connect();
    expect(await conversations.setAttribute(id, 'Jira issue', 'SUP-1')).toBe(true);
    expect(await conversations.setAttribute(id, 'jira ISSUE', 'SUP-2')).toBe(true);
    expect(await conversations.setAttribute(id, 'Old issue', 'SUP-1')).toBe(false);
    expect(await conversations.setAttribute(id, 'No such', 'SUP-1')).toBe(false);
    expect(stateOf(id).customAttributes).toEqual({ 'Jira issue': 'SUP-2' });
    expect(calls.filter((call) => call.route === '/conversations/attributes')).toHaveLength(1);
    expect(calls.filter((call) => call.method === 'PUT')).toHaveLength(2);
  });

  it.each(['2.14', '2.15'])(
    'when the API version is %s, then attributes are asked for the old way',
    async (apiVersion) => {
      const { id } = given();
      addConversationAttribute(intercom.state, { name: 'Jira issue' });
      const conversations = connect({ apiVersion });
      expect(await conversations.setAttribute(id, 'Jira issue', 'SUP-1')).toBe(true);
      expect(await conversations.setAttribute(id, 'No such', 'SUP-1')).toBe(false);
      expect(calls[0]).toMatchObject({ method: 'GET', route: '/data_attributes', status: 200 });
      expect(stateOf(id).customAttributes).toEqual({ 'Jira issue': 'SUP-1' });
    },
  );

  it('when the attributes may not be listed, then writing tells whether there is one', async () => {
    judged = false;
    const { id } = given();
    addConversationAttribute(intercom.state, { name: 'Jira issue' });
    intercom.addFault({ kind: 'fail-before', match: 'attributes', status: 403 });
    const conversations = connect();
    expect(await conversations.setAttribute(id, 'Jira issue', 'SUP-1')).toBe(true);
    expect(await conversations.setAttribute(id, 'No such', 'SUP-1')).toBe(false);
    expect(stateOf(id).customAttributes).toEqual({ 'Jira issue': 'SUP-1' });
  });

  it('when a value is longer than an attribute holds, then it is cut to 255 characters', async () => {
    const { id } = given();
    addConversationAttribute(intercom.state, { name: 'Jira issue' });
    await connect().setAttribute(id, 'Jira issue', 'SUP-1, '.repeat(60));
    expect(String(stateOf(id).customAttributes['Jira issue'])).toHaveLength(255);
  });

  it('when a tag exists in any case of letters, then it is put on and taken off; when not, then nothing changes', async () => {
    const { id } = given();
    const tag = addTag(intercom.state, 'Incident');
    const conversations = connect();
    intercom.teammateNotes({ conversationId: id, body: 'tags hang on parts' });
    expect(await conversations.setTag(id, 'INCIDENT', true)).toBe(true);
    expect(stateOf(id).tags.map((one) => one.tagId)).toEqual([tag.id]);
    expect(await conversations.setTag(id, 'incident', false)).toBe(true);
    expect(stateOf(id).tags).toEqual([]);
    expect(await conversations.setTag(id, 'incident', false)).toBe(true);
    expect(await conversations.setTag(id, 'No such', true)).toBe(false);
    expect(calls.filter((call) => call.route === '/tags').length).toBeLessThanOrEqual(2);
  });

  it('when many conversations changed, then they are given oldest first, page by page, up to the limit', async () => {
    const base = 1_700_000_000;
    const ids = Array.from(
      { length: 320 },
      (_, index) => given({ createdAt: base + index, updatedAt: base + index }).id,
    );
    intercom.setBehaviour({ conversationSearchLagMs: 0 });
    const conversations = connect();
    const changed = await conversations.changedSince((base + 10) * 1000, 1000);
    expect(changed.map((one) => one.conversationId)).toEqual(ids.slice(10));
    expect(changed[0]?.updatedAt).toBe((base + 10) * 1000);
    expect(calls).toHaveLength(3);
    const some = await conversations.changedSince((base + 10) * 1000, 7);
    expect(some.map((one) => one.conversationId)).toEqual(ids.slice(10, 17));
    expect(await conversations.changedSince((base + 320) * 1000, 10)).toEqual([]);
  });

  it('when a note comes back as a webhook, then it is well signed and its part has the id that the write gave', async () => {
    const received: { raw: Buffer; headers: IncomingHttpHeaders }[] = [];
    const listener = createServer(async (request, response) => {
      received.push({ raw: Buffer.concat(await request.toArray()), headers: request.headers });
      response.end();
    });
    await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
    intercom.setWebhookUrl(`http://127.0.0.1:${(listener.address() as AddressInfo).port}`);
    try {
      const { id } = given();
      const partId = await connect().addNote(id, NOTE);
      await vi.waitFor(() => expect(received.length).toBeGreaterThan(0), 5000);
      const { raw = Buffer.alloc(0), headers = {} } = received.at(-1) ?? {};
      const secrets = ['new-secret', 'intercom-secret'];
      const source = createIntercomSource({ connection: 'chat', workspaceId: 'ws1', clientSecrets: secrets });
      expect(source.verify(raw, headers, null)).toBe(true);
      expect(source.identify(JSON.parse(String(raw)), headers).lane).toBe(`conversation/chat/${id}`);
      expect(source.read(JSON.parse(String(raw)))).toMatchObject({
        kind: 'conversation_noted',
        conversation: { conversationId: id },
        part: { id: partId, author: { id: '900' } },
      });
    } finally {
      intercom.setWebhookUrl(null);
      listener.close();
    }
  });

  it('when calls are made, then each is reported with its route and never with an id', async () => {
    const { id } = given();
    await connect().addNote(id, NOTE);
    expect(calls).toEqual([
      { method: 'POST', route: '/conversations/{id}/reply', status: 200, ms: expect.any(Number) },
    ]);
  });
});

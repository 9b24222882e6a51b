// Links by the API: made, listed, taken away, made again, and refused in words that help.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { addConversationAttribute, addTag } from '../../src/simulators/intercom/index.ts';
import { openDoor } from '../support/door.ts';
import { eventsOf, quiet, readLines } from '../support/observe.ts';
import { inboxUrl, notesIn, openDialog, startWorld, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
  addTag(world.intercom.state, 'jira');
  addConversationAttribute(world.intercom.state, { name: 'Jira key' });
});
afterEach(() => world.guard.assertNoProblems());
afterAll(() => world.stop());

const anIssue = (summary = 'Broken') => world.jira.createIssue({ project: 'SUP', summary });
const dialogOf = (id: string) => world.intercom.state.conversations.get(id);
const remoteLinks = (id: string) => world.jira.state.issues.get(id)?.remoteLinks ?? [];
const post = (conversation: string, issue: string) => world.api('POST', '/links', { conversation, issue });
const linkId = (body: Record<string, unknown>): string => (body['link'] as { id: string }).id;
const errorOf = (body: Record<string, unknown>) => body['error'] as { code: string; message: string };

describe('linking', () => {
  it.each([
    ['ids and keys', (dialog: string) => dialog, (key: string) => key],
    ['a key in small letters', (dialog: string) => dialog, (key: string) => key.toLowerCase()],
    [
      'URLs',
      (dialog: string) => inboxUrl(dialog, 'app.eu.intercom.com'),
      (key: string) => `${world.jira.url}/browse/${key}`,
    ],
  ])(
    'when a pair is posted by %s, then it is linked as by a URL, and answers 201 and then 200',
    async (_name, chat, tracker) => {
      const dialog = openDialog(world);
      const { key, id } = anIssue();
      const first = await post(chat(dialog), tracker(key));
      expect(first.status).toBe(201);
      expect(first.body['link']).toMatchObject({
        conversation: { connection: 'intercom', id: dialog, url: expect.stringContaining(dialog) },
        issue: { connection: 'jira', id, key, url: `${world.jira.url}/browse/${key}` },
        origin: 'api',
      });
      const again = await post(chat(dialog), tracker(key));
      expect(again.status).toBe(200);
      expect(linkId(again.body)).toBe(linkId(first.body));
      await quiet(world);
      expect(notesIn(world, dialog)).toHaveLength(1);
      expect(remoteLinks(id)).toHaveLength(1);
      for (const query of [
        `conversation=${dialog}`,
        `conversation=${encodeURIComponent(inboxUrl(dialog))}`,
        `issue=${key}`,
      ]) {
        expect((await world.api('GET', `/links?${query}`)).body['links']).toMatchObject([{ id: linkId(first.body) }]);
      }
    },
  );

  it('when ten clients post the same pair at the same moment, then one link and one note come of it', async () => {
    const dialog = openDialog(world);
    const { key, id } = anIssue();
    const answers = await Promise.all(Array.from({ length: 10 }, () => post(dialog, key)));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([...Array.from({ length: 9 }, () => 200), 201]);
    await quiet(world);
    expect(notesIn(world, dialog)).toHaveLength(1);
    expect(remoteLinks(id)).toHaveLength(1);
  });

  it('when a URL in the issue and a client link the same pair at the same moment, then one note is written', async () => {
    for (let round = 0; round < 8; round++) {
      const dialog = openDialog(world);
      const { key } = world.jira.createIssue({ project: 'SUP', summary: 'Race', description: inboxUrl(dialog) });
      await post(dialog, key);
      await quiet(world);
      expect(notesIn(world, dialog)).toHaveLength(1);
    }
  });

  it.each([
    ['a word', 'hello', 'bad_conversation'],
    ['another workspace', inboxUrl('1', 'app.intercom.com', 'ws2'), 'other_workspace'],
    ['a look-alike host', inboxUrl('1', 'app.intercom.com.evil.example'), 'other_host'],
    ['a conversation that is not there', '999999999', 'conversation_not_found'],
  ])('when the conversation is %s, then it is refused with what is wrong', async (_name, conversation, code) => {
    const { key } = anIssue();
    const { status, body } = await post(conversation, key);
    expect([status, errorOf(body).code]).toEqual([422, code]);
    expect(errorOf(body).message.length).toBeGreaterThan(20);
  });

  it.each([
    ['a word', 'hello', 'bad_issue'],
    ['a number', '12', 'bad_issue'],
    ['the URL of another site', 'https://other.example/browse/SUP-1', 'bad_issue'],
    ['broken escapes', 'BASE/browse/%E0%A4%A', 'bad_issue'],
    ['an issue that is not there', 'SUP-99999', 'issue_not_found'],
  ])('when the issue is %s, then it is refused with what is wrong', async (_name, issue, code) => {
    const dialog = openDialog(world);
    const { status, body } = await post(dialog, issue.replace('BASE', world.jira.url));
    expect([status, errorOf(body).code]).toEqual([422, code]);
    expect(errorOf(body).message.length).toBeGreaterThan(20);
  });

  it.each([
    [{}],
    [{ conversation: '1' }],
    [{ conversation: 1, issue: 'SUP-1' }],
    [{ conversation: '1', issue: 'SUP-1', extra: 1 }],
    [[]],
    [null],
  ])('when the body is %j, then it is answered 400 with what to send', async (body) => {
    const answer = await world.api('POST', '/links', body);
    expect(answer.status).toBe(400);
    expect(errorOf(answer.body).message).toMatch(/Send|JSON/);
  });

  it('when a list is asked for without or with two questions, then it is answered 400 with what to give', async () => {
    for (const query of ['', '?conversation=', '?conversation=1&issue=SUP-1', '?conversation=1&conversation=2']) {
      const { status, body } = await world.api('GET', `/links${query}`);
      expect([status, errorOf(body).code]).toEqual([400, 'bad_query']);
    }
    expect((await world.api('GET', '/links?issue=NONE-1')).body).toEqual({ links: [] });
  });
});

describe('taking a link away', () => {
  it('when it is deleted, then the dialog says so, the remote link, the attribute and the tag are gone; twice is once', async () => {
    const dialog = openDialog(world);
    const { key, id } = anIssue();
    const made = await post(dialog, key);
    await quiet(world);
    expect((await world.api('DELETE', `/links/${linkId(made.body)}`)).status).toBe(200);
    expect((await world.api('DELETE', `/links/${linkId(made.body)}`)).status).toBe(200);
    await quiet(world);
    const notes = notesIn(world, dialog).map((html) => readLines(html).join(' '));
    expect(notes).toHaveLength(2);
    expect(notes[1]).toMatch(new RegExp(`${key}.*No longer linked`));
    expect(remoteLinks(id)).toEqual([]);
    expect(dialogOf(dialog)?.customAttributes['Jira key'] ?? '').toBe('');
    expect(dialogOf(dialog)?.tags).toEqual([]);
    expect((await world.api('GET', `/links?conversation=${dialog}`)).body).toEqual({ links: [] });
    world.jira.editIssue({ issue: key, fields: { summary: 'Nobody hears this' } });
    await quiet(world);
    expect(notesIn(world, dialog)).toHaveLength(2);
  });

  it('when one of two links is deleted, then the tag stays and the attribute names the other', async () => {
    const dialog = openDialog(world);
    const [one, two] = [anIssue(), anIssue()];
    const first = await post(dialog, one.key);
    await post(dialog, two.key);
    await world.api('DELETE', `/links/${linkId(first.body)}`);
    await quiet(world);
    expect(dialogOf(dialog)?.customAttributes).toMatchObject({ 'Jira key': two.key });
    expect(dialogOf(dialog)?.tags).toHaveLength(1);
  });

  it('when there is no such link, then it is answered 404 with where to look', async () => {
    const { status, body } = await world.api('DELETE', '/links/ln_none');
    expect([status, errorOf(body).code]).toEqual([404, 'link_not_found']);
    expect(errorOf(body).message).toContain('GET /api/v1/links');
  });

  it('when the old URL is still in the issue, then it does not link again, but a newer comment does', async () => {
    const dialog = openDialog(world);
    const { key } = world.jira.createIssue({ project: 'SUP', summary: 'Broken', description: inboxUrl(dialog) });
    await quiet(world);
    const links = (await world.api('GET', `/links?issue=${key}`)).body['links'] as { id: string }[];
    await world.api('DELETE', `/links/${links[0]?.id}`);
    await quiet(world);
    world.jira.editIssue({ issue: key, fields: { summary: 'Broken again' } });
    await quiet(world);
    expect((await world.api('GET', `/links?issue=${key}`)).body).toEqual({ links: [] });
    expect((await eventsOf(world, key)).map(({ reason }) => reason)).toContain('was_unlinked');
    await new Promise((resolve) => setTimeout(resolve, 1100));
    world.jira.addComment({ issue: key, body: `Once more: ${inboxUrl(dialog)}` });
    await quiet(world);
    expect((await world.api('GET', `/links?issue=${key}`)).body['links']).toHaveLength(1);
    expect(notesIn(world, dialog)).toHaveLength(3);
  });

  it('when it was deleted and is posted again, then it is a new link with a note of its own', async () => {
    const dialog = openDialog(world);
    const { key, id } = anIssue();
    const first = await post(dialog, key);
    await world.api('DELETE', `/links/${linkId(first.body)}`);
    const second = await post(dialog, key);
    expect(second.status).toBe(201);
    expect(linkId(second.body)).not.toBe(linkId(first.body));
    await quiet(world);
    expect(notesIn(world, dialog)).toHaveLength(3);
    expect(remoteLinks(id)).toHaveLength(1);
  });
});

describe('who may ask', () => {
  it('when the token is missing or wrong, then it is answered 401 with what to send', async () => {
    for (const authorization of [undefined, 'Bearer wrong', 'Basic abc', 'Bearer ']) {
      const response = await fetch(`${world.url}/api/v1/links?issue=SUP-1`, {
        headers: authorization === undefined ? {} : { authorization },
      });
      expect(response.status).toBe(401);
      expect(await response.text()).toContain('Authorization: Bearer');
    }
  });

  it('when no token is configured, then every route of the API is answered 403 and says how to switch it on', async () => {
    const door = await openDoor();
    for (const path of [
      '/api/v1/links?issue=SUP-1',
      '/api/v1/events?q=x',
      '/api/v1/deliveries?state=parked',
      '/api/v1/nothing',
    ]) {
      const answer = await door.send('GET', path, { authorization: 'Bearer undefined' });
      expect(answer.status).toBe(403);
      expect(answer.text).toContain('DESKBRIDGE_API_TOKEN');
    }
    await door.close();
  });

  it('when the address or the body is malformed, then the answer says which', async () => {
    const headers = { authorization: 'Bearer api-token-for-tests', 'content-type': 'application/json' };
    const address = await fetch(`${world.url}/api/v1/events/%E0%A4%A`, { headers });
    expect([address.status, await address.text()]).toEqual([400, expect.stringContaining('address')]);
    const broken = await fetch(`${world.url}/api/v1/links`, { method: 'POST', headers, body: '{"a":' });
    expect([broken.status, await broken.text()]).toEqual([400, expect.stringContaining('not valid JSON')]);
    const large = await fetch(`${world.url}/api/v1/links`, {
      method: 'POST',
      headers,
      body: `"${'x'.repeat(1_100_000)}"`,
    });
    expect([large.status, await large.text()]).toEqual([413, expect.stringContaining('larger')]);
  });
});

// How a dialog and an issue come together: by every form of a URL, in every place, from both sides.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { addConversationAttribute, addTag } from '../../src/simulators/intercom/index.ts';
import { eventsOf, quiet, readLines } from '../support/observe.ts';
import { inboxUrl, notesIn, openDialog, startWorld, until, type World } from '../support/world.ts';

const issueIn = (world: World, id: string) => {
  const issue = world.jira.state.issues.get(id);
  if (issue === undefined) throw new Error(`no issue ${id}`);
  return issue;
};

async function linksOf(world: World, conversationId: string): Promise<string[]> {
  const { body } = await world.api('GET', `/links?conversation=${conversationId}`);
  return (body['links'] as { issue: { key: string } }[]).map(({ issue }) => issue.key);
}

/** Every form in which people copy the address of a conversation. */
const FORMS: readonly [string, (id: string) => string][] = [
  ['the new inbox', (id) => inboxUrl(id)],
  ['the new inbox in Europe', (id) => inboxUrl(id, 'app.eu.intercom.com')],
  ['the new inbox in Australia', (id) => inboxUrl(id, 'app.au.intercom.com')],
  ['a view of a teammate', (id) => `https://app.intercom.com/a/inbox/ws1/inbox/admin/901/conversation/${id}?view=List`],
  ['a search', (id) => `https://app.intercom.com/a/inbox/ws1/inbox/search/conversation/${id}?query=report`],
  ['no view at all', (id) => `https://app.intercom.com/a/inbox/ws1/inbox/conversation/${id}/`],
  ['a part anchor', (id) => `${inboxUrl(id)}#part_id=comment-${id}-37350000001`],
  ['the legacy inbox', (id) => `https://app.intercom.com/a/apps/ws1/inbox/inbox/all/conversations/${id}`],
  ['the legacy conversations page', (id) => `https://app.intercom.com/a/apps/ws1/conversations/${id}`],
  ['the legacy .io host', (id) => `https://app.intercom.io/a/apps/ws1/inbox/all/conversations/${id}#part_id=comment-1`],
];

describe.each(['cloud', 'data-center'] as const)('URLs of dialogs on %s', (edition) => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld({ edition });
    addTag(world.intercom.state, 'jira');
    addConversationAttribute(world.intercom.state, { name: 'Jira key' });
  });
  afterEach(() => world.guard.assertNoProblems());
  afterAll(() => world.stop());

  it.each(FORMS)('when an issue is created with %s in its description, then they are linked', async (_name, form) => {
    const dialog = openDialog(world);
    const { key, id } = world.jira.createIssue({
      project: 'SUP',
      summary: 'Broken',
      description: `See ${form(dialog)}.`,
    });
    await quiet(world);
    expect(await linksOf(world, dialog)).toEqual([key]);
    expect(notesIn(world, dialog)).toHaveLength(1);
    expect(issueIn(world, id).remoteLinks).toHaveLength(1);
  });

  it('when the URL is written later into the description, then they are linked', async () => {
    const dialog = openDialog(world);
    const { key } = world.jira.createIssue({ project: 'SUP', summary: 'Broken', description: 'Nothing yet' });
    await quiet(world);
    expect(await linksOf(world, dialog)).toEqual([]);
    world.jira.editIssue({ issue: key, fields: { description: `Found: ${inboxUrl(dialog)}` } });
    await quiet(world);
    expect(await linksOf(world, dialog)).toEqual([key]);
  });

  it.each([
    ['a URL field', 'customfield_10106'],
    ['a text field', 'customfield_10107'],
  ])('when the URL stands in %s, at creation or later, then they are linked', async (_name, field) => {
    const [first, second] = [openDialog(world), openDialog(world)];
    const { key } = world.jira.createIssue({ project: 'SUP', summary: 'Broken', custom: { [field]: inboxUrl(first) } });
    await quiet(world);
    expect(await linksOf(world, first)).toEqual([key]);
    world.jira.editIssue({ issue: key, fields: { custom: { [field]: inboxUrl(second) } } });
    await quiet(world);
    expect(await linksOf(world, second)).toEqual([key]);
    // The URL of the first is gone, its link is not.
    expect(await linksOf(world, first)).toEqual([key]);
  });

  it.each(FORMS.slice(0, 3))('when a comment holds %s, then they are linked', async (_name, form) => {
    const dialog = openDialog(world);
    const { key } = world.jira.createIssue({ project: 'SUP', summary: 'Broken' });
    world.jira.addComment({ issue: key, body: `One more customer: ${form(dialog)}` });
    await quiet(world);
    expect(await linksOf(world, dialog)).toEqual([key]);
    expect(notesIn(world, dialog)).toHaveLength(1);
  });

  it.each([
    ['a look-alike host', (id: string) => inboxUrl(id, 'app.intercom.com.evil.example'), 'other_host'],
    ['a host that ends alike', (id: string) => inboxUrl(id, 'app-intercom.com'), 'other_host'],
    ['another port', (id: string) => inboxUrl(id, 'app.intercom.com:8443'), 'other_host'],
    ['no encryption', (id: string) => inboxUrl(id).replace('https:', 'http:'), 'other_host'],
    ['another workspace', (id: string) => inboxUrl(id, 'app.intercom.com', 'ws2'), 'other_workspace'],
    ['a name before the host', (id: string) => inboxUrl(id, 'app.intercom.com@evil.example'), 'other_host'],
    ['a user before the host', (id: string) => inboxUrl(id, 'user@app.intercom.com'), 'other_workspace'],
  ])('when the URL has %s, then it does not link, and the trace says why', async (_name, form, reason) => {
    const dialog = openDialog(world);
    const { key } = world.jira.createIssue({ project: 'SUP', summary: 'Broken', description: form(dialog) });
    await quiet(world);
    expect(await linksOf(world, dialog)).toEqual([]);
    expect(notesIn(world, dialog)).toEqual([]);
    const events = await eventsOf(world, key);
    expect(events.map((event) => event.reason)).toEqual([reason]);
    expect(events[0]?.because).toMatch(/\S{5,}/);
  });

  it('when a URL of another workspace stands beside ours, then ours is linked', async () => {
    const dialog = openDialog(world);
    const description = `${inboxUrl('1', 'app.intercom.com', 'ws2')} and ${inboxUrl(dialog)}`;
    const { key } = world.jira.createIssue({ project: 'SUP', summary: 'Broken', description });
    await quiet(world);
    expect(await linksOf(world, dialog)).toEqual([key]);
  });

  it('when they are linked, then the note, the remote link, the attribute and the tag say so', async () => {
    const dialog = openDialog(world);
    const { key, id } = world.jira.createIssue({
      project: 'SUP',
      summary: 'Report <b>does</b> not open',
      priority: 'Critical',
      assignee: 'olga',
      description: inboxUrl(dialog),
    });
    await quiet(world);
    const [html = ''] = notesIn(world, dialog);
    expect(html).toContain(`href="${world.jira.url}/browse/${key}"`);
    const text = readLines(html).join('\n');
    for (const part of [key, 'Report <b>does</b> not open', 'Bug', 'Critical', 'Olga']) expect(text).toContain(part);
    expect(text).toMatch(/To ?Do|Open|Backlog/i);
    expect(readLines(html).length).toBeLessThanOrEqual(6);
    const [remote] = issueIn(world, id).remoteLinks;
    expect(remote).toMatchObject({
      globalId: `intercom:conversation:ws1:${dialog}`,
      object: { url: expect.stringContaining(dialog), title: expect.stringMatching(/\S/), status: { resolved: false } },
    });
    const conversation = world.intercom.state.conversations.get(dialog);
    expect(conversation?.customAttributes).toMatchObject({ 'Jira key': key });
    expect(conversation?.tags.map((tag) => world.intercom.state.tags.get(tag.tagId)?.name)).toEqual(['jira']);
  });

  it('when the issue is done and when it comes back, then its remote link is struck through and not', async () => {
    const dialog = openDialog(world);
    const { key, id } = world.jira.createIssue({ project: 'SUP', summary: 'Broken', description: inboxUrl(dialog) });
    await quiet(world);
    const resolved = () => issueIn(world, id).remoteLinks.map(({ object }) => object['status']);
    const done = world.jira.state.statuses.find(({ category }) => category === 'done')?.name ?? 'Done';
    world.jira.transitionIssue({ issue: key, to: done });
    await quiet(world);
    expect(resolved()).toEqual([{ resolved: true }]);
    const back = world.jira.state.statuses.find(({ category }) => category === 'indeterminate')?.name ?? 'In Progress';
    world.jira.transitionIssue({ issue: key, to: back });
    await quiet(world);
    expect(resolved()).toEqual([{ resolved: false }]);
  });

  it('when one issue names many dialogs and one dialog is named by many issues, then each pair is linked', async () => {
    const dialogs = [openDialog(world), openDialog(world), openDialog(world)];
    const description = dialogs.map((dialog) => inboxUrl(dialog)).join('\n');
    const first = world.jira.createIssue({ project: 'SUP', summary: 'One', description });
    const second = world.jira.createIssue({ project: 'SUP', summary: 'Two', description });
    await quiet(world);
    for (const dialog of dialogs) {
      expect((await linksOf(world, dialog)).toSorted()).toEqual([first.key, second.key].toSorted());
      expect(notesIn(world, dialog)).toHaveLength(2);
      const keys = String(world.intercom.state.conversations.get(dialog)?.customAttributes['Jira key']).split(', ');
      expect(keys.toSorted()).toEqual([first.key, second.key].toSorted());
    }
    expect(issueIn(world, first.id).remoteLinks).toHaveLength(3);
    const { body } = await world.api('GET', `/links?issue=${first.key}`);
    expect(body['links']).toHaveLength(3);
  });
});

describe('notes of teammates', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterEach(() => world.guard.assertNoProblems());
  afterAll(() => world.stop());

  it.each([
    ['the URL of the issue', (key: string) => `<p>Same as ${world.jira.url}/browse/${key}, I think</p>`],
    ['a link with the URL', (key: string) => `<p><a href="${world.jira.url}/browse/${key}">this one</a></p>`],
    ['jira: and the key', (key: string) => `<p>jira: ${key}</p>`],
    ['Jira: and the key in small letters', (key: string) => `<p>Jira:${key.toLowerCase()}</p>`],
    ['jira: and the URL', (key: string) => `<p>jira: ${world.jira.url}/browse/${key}</p>`],
  ])('when a note says %s, then they are linked', async (_name, note) => {
    const dialog = openDialog(world);
    const { key, id } = world.jira.createIssue({ project: 'SUP', summary: 'Broken' });
    world.intercom.teammateNotes({ conversationId: dialog, body: note(key) });
    await quiet(world);
    expect(await linksOf(world, dialog)).toEqual([key]);
    expect(issueIn(world, id).remoteLinks).toHaveLength(1);
    expect(issueIn(world, id).comments).toEqual([]);
  });

  it('when a note only mentions a key, or a look-alike site, or broken escapes, then nothing is linked', async () => {
    const dialog = openDialog(world);
    const { key } = world.jira.createIssue({ project: 'SUP', summary: 'Broken' });
    const port = new URL(world.jira.url).port;
    for (const body of [
      `<p>Is it ${key}?</p>`,
      `<p>http://127.0.0.1.evil.example:${port}/browse/${key}</p>`,
      `<p>${world.jira.url}/browse/%E0%A4%A ${world.jira.url}/browse/%00</p>`,
    ]) {
      world.intercom.teammateNotes({ conversationId: dialog, body });
    }
    await quiet(world);
    expect(await linksOf(world, dialog)).toEqual([]);
    const events = await eventsOf(world, dialog);
    expect(events.filter(({ topic }) => topic.includes('noted')).map(({ reason }) => reason)).toEqual(
      Array.from({ length: 3 }, () => 'plain_note'),
    );
  });

  it('when a note names an issue that is not there, then the operator is told so', async () => {
    const dialog = openDialog(world);
    world.intercom.teammateNotes({ conversationId: dialog, body: '<p>jira: SUP-99999</p>' });
    await quiet(world);
    expect(await linksOf(world, dialog)).toEqual([]);
    expect(notesIn(world, dialog).flatMap(readLines).join(' ')).toContain('SUP-99999');
    expect((await eventsOf(world, dialog)).at(-1)?.reason).toMatch(/own_echo|issue_not_found/);
  });

  it('when a customer writes the same words, then nothing is linked', async () => {
    const dialog = openDialog(world);
    const { key } = world.jira.createIssue({ project: 'SUP', summary: 'Broken' });
    world.intercom.customerWrites({
      conversationId: dialog,
      body: `<p>jira: ${key} ${world.jira.url}/browse/${key}</p>`,
    });
    world.intercom.teammateReplies({ conversationId: dialog, body: `<p>jira: ${key}</p>` });
    await quiet(world);
    expect(await linksOf(world, dialog)).toEqual([]);
  });

  it('when 300 dialogs are linked to one issue, then each gets its note, once, and each hears of the next change', async () => {
    const dialogs = Array.from({ length: 300 }, () => openDialog(world));
    const description = dialogs.map((dialog) => inboxUrl(dialog)).join('\n');
    const { key } = world.jira.createIssue({ project: 'SUP', summary: 'Everybody', description });
    const told = (notes: number) => () => dialogs.every((dialog) => notesIn(world, dialog).length === notes);
    await until('every dialog to be linked', told(1), 60_000);
    expect(told(1)()).toBe(true);
    const { body } = await world.api('GET', `/links?issue=${key}`);
    expect(body['links']).toHaveLength(300);
    world.jira.editIssue({ issue: key, fields: { summary: 'Everybody at once' } });
    await until('every dialog to hear of it', told(2), 60_000);
    // The links on the issue follow more slowly: Jira takes 100 writes to one issue in 30 seconds.
    expect(told(2)()).toBe(true);
  }, 120_000);
});

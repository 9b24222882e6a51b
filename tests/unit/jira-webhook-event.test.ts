// What a webhook says: the shapes of Cloud, Data Center, old servers and Automation, and what none of them may do.
import { describe, expect, test } from 'vitest';
import { createJiraSource } from '../../src/adapters/jira/webhook-source.ts';

const source = createJiraSource({
  connection: 'jira',
  edition: 'cloud',
  webhookSecrets: ['secret'],
  webhookPathSecret: null,
  ourAccountId: () => 'acc-bridge',
});
const AT = 1_762_300_000_000;
const ada = { accountId: 'acc-ada', displayName: 'Ada', accountType: 'atlassian' };
const issue = {
  id: '10040',
  key: 'SUP-1',
  self: 'https://example.test/rest/api/2/10040',
  fields: { summary: 'Crash' },
};
const comment = {
  id: '501',
  self: 'https://example.test/rest/api/2/issue/10040/comment/501',
  author: ada,
  updateAuthor: { accountId: 'acc-bob', displayName: 'Bob' },
  body: 'It works',
  created: '2026-11-05T10:00:00.000+0000',
  updated: '2026-11-05T10:00:00.000+0000',
};
const anUpdate = (more: object = {}) => ({
  timestamp: AT,
  webhookEvent: 'jira:issue_updated',
  issue_event_type_name: 'issue_generic',
  user: ada,
  issue,
  ...more,
});
const changelog = (...items: object[]) => ({ changelog: { id: '9', items } });
const item = (field: string, from: string | null, to: string | null, more: object = {}) => ({
  field,
  fieldtype: 'jira',
  from: null,
  fromString: from,
  to: null,
  toString: to,
  ...more,
});
const pointer = { connection: 'jira', issueId: '10040', key: 'SUP-1' };
const by = { id: 'acc-ada', name: 'Ada', kind: 'person' };
/** As it comes over the wire, so that `toString` and `__proto__` are own properties. */
const read = (payload: unknown) => source.read(JSON.parse(JSON.stringify(payload)));
const changesOf = (payload: unknown) => {
  const event = read(payload);
  return event.kind === 'issue_changed' ? event.changes : event.kind;
};

describe('a changed issue', () => {
  test('when several fields changed at once, then it is one event with all changes', () => {
    const payload = anUpdate(changelog(item('resolution', null, 'Fixed'), item('status', 'In Progress', 'Done')));
    expect(read(payload)).toEqual({
      kind: 'issue_changed',
      issue: pointer,
      by,
      at: AT,
      conversationUrls: [],
      created: false,
      changes: [
        { field: 'resolution', vendorField: 'resolution', from: null, to: 'Fixed' },
        { field: 'status', vendorField: 'status', from: 'In Progress', to: 'Done' },
      ],
    });
  });

  test.each([
    ['Status', 'status', 'status'],
    ['Статус', 'status', 'status'],
    ['Fix Version', 'fixVersions', 'fixVersions'],
    ['Fix Version', undefined, 'fixVersions'],
    ['duedate', undefined, 'dueDate'],
    ['Key', undefined, 'key'],
    ['Attachment', undefined, 'attachment'],
    ['Component', 'components', 'other'],
    ['Rank', 'customfield_10019', 'other'],
    ['constructor', undefined, 'other'],
    ['__proto__', undefined, 'other'],
  ])('when the item is called %s with the id %s, then the field is %s', (field, fieldId, expected) => {
    const change = item(field, 'a', 'b', fieldId === undefined ? {} : { fieldId });
    expect(changesOf(anUpdate(changelog(change)))).toMatchObject([{ field: expected, vendorField: field }]);
  });

  test('when a custom field on Data Center is called like a system field, then it is not taken for it', () => {
    const change = item('Priority', 'A', 'B', { fieldtype: 'custom' });
    expect(changesOf(anUpdate(changelog(change)))).toMatchObject([{ field: 'other' }]);
  });

  test('when an item has no property toString, then the inherited function is not taken for a value', () => {
    const { toString: _, ...bare } = item('status', 'To Do', null);
    expect(changesOf(anUpdate(changelog(bare)))).toEqual([
      { field: 'status', vendorField: 'status', from: 'To Do', to: null },
    ]);
  });

  test('when the due date changed, then the calendar dates are told, not their times', () => {
    const change = item('duedate', '2026-11-05 00:00:00.0', '2026-12-01 00:00:00.0', {
      from: '2026-11-05',
      to: '2026-12-01',
    });
    expect(changesOf(anUpdate(changelog(change)))).toMatchObject([{ from: '2026-11-05', to: '2026-12-01' }]);
  });

  test('when the issue was created, then the event says so', () => {
    expect(read(anUpdate({ webhookEvent: 'jira:issue_created' }))).toMatchObject({
      kind: 'issue_changed',
      created: true,
    });
  });

  test('when changes came together with a comment, then a change called "comment" stands at the end', () => {
    const payload = anUpdate({
      ...changelog(item('status', 'a', 'b')),
      comment,
      issue_event_type_name: 'issue_commented',
    });
    expect(changesOf(payload)).toEqual([
      { field: 'status', vendorField: 'status', from: 'a', to: 'b' },
      { field: 'other', vendorField: 'comment', from: null, to: null },
    ]);
  });

  test('when the items are garbage, then nothing is invented', () => {
    for (const items of [null, {}, 'status', [null], [7], [{}], [{ field: {} }]]) {
      expect(changesOf(anUpdate({ changelog: { items } }))).toEqual([]);
    }
  });

  test('when the bridge itself changed it, then the actor is a bot', () => {
    const payload = anUpdate({
      user: { accountId: 'acc-bridge', displayName: 'Deskbridge', accountType: 'atlassian' },
    });
    expect(read(payload)).toMatchObject({ by: { id: 'acc-bridge', kind: 'bot' } });
  });

  test('when Jira ran a scheduled change, then the actor is unknown', () => {
    expect(read(anUpdate({ user: undefined }))).toMatchObject({ by: { id: null, name: null, kind: 'unknown' } });
  });

  test('when Data Center names a user, then the key is the id, because the name can change', () => {
    const payload = anUpdate({ user: { name: 'ada.l', key: 'JIRAUSER10100', emailAddress: '?', displayName: 'Ada' } });
    expect(read(payload)).toMatchObject({ by: { id: 'JIRAUSER10100', name: 'Ada', kind: 'person' } });
  });
});

describe('a comment', () => {
  test.each([
    ['comment_created', undefined, 'added', 'acc-ada'],
    ['comment_updated', undefined, 'edited', 'acc-bob'],
    ['comment_deleted', undefined, 'deleted', null],
    ['jira:issue_updated', 'issue_commented', 'added', 'acc-ada'],
    ['jira:issue_updated', 'issue_comment_edited', 'edited', 'acc-bob'],
  ])('when %s %s names no user, then it was %s by %s', (webhookEvent, type, what, id) => {
    const payload = { timestamp: AT, webhookEvent, issue_event_type_name: type, comment, issue };
    expect(read(payload)).toMatchObject({
      kind: 'issue_commented',
      commentId: '501',
      what,
      issue: pointer,
      by: { id },
    });
  });

  test('when Data Center sends no issue, then its id is read from the address of the comment', () => {
    expect(read({ timestamp: AT, webhookEvent: 'comment_created', comment })).toMatchObject({
      kind: 'issue_commented',
      issue: { connection: 'jira', issueId: '10040', key: null },
    });
  });

  test('when Data Center tells that a comment was deleted but not which, then the id is null', () => {
    expect(read(anUpdate({ issue_event_type_name: 'issue_comment_deleted' }))).toMatchObject({
      kind: 'issue_commented',
      commentId: null,
      what: 'deleted',
      by,
    });
  });

  test('when an old server names no type, then the times of the comment tell an edit from a new one', () => {
    const edited = { ...comment, updated: '2026-11-05T11:00:00.000+0000' };
    expect(read(anUpdate({ issue_event_type_name: undefined, comment }))).toMatchObject({ what: 'added' });
    expect(read(anUpdate({ issue_event_type_name: undefined, comment: edited }))).toMatchObject({ what: 'edited' });
  });

  test('when the list of changes is empty, then it is a comment all the same', () => {
    expect(read(anUpdate({ changelog: { items: [] }, comment }))).toMatchObject({ kind: 'issue_commented' });
  });
});

describe('other events', () => {
  test('when the issue was deleted, then the event says so', () => {
    expect(read(anUpdate({ webhookEvent: 'jira:issue_deleted' }))).toMatchObject({
      kind: 'issue_deleted',
      issue: pointer,
    });
  });

  test.each([
    'jira:version_unreleased',
    'jira:version_created',
    'jira:version_deleted',
    'sprint_started',
    'user_created',
    'jira:worklog_updated',
    'worklog_created',
    'issuelink_created',
    'issue_property_set',
    'project_updated',
    'attachment_created',
    'option_voting_changed',
  ])('when it is %s, then nothing follows, by its name', (name) => {
    expect(read({ webhookEvent: name, timestamp: AT })).toEqual({
      kind: 'nothing_follows',
      reason: 'not_mirrored',
      name,
    });
  });

  test('when a version was released, then it is named with its project, whose id is a number', () => {
    const version = { id: '10201', name: '2.4', released: true, projectId: 10_000 };
    expect(read({ webhookEvent: 'jira:version_released', timestamp: AT, version })).toEqual({
      kind: 'version_released',
      connection: 'jira',
      projectId: '10000',
      version: { id: '10201', name: '2.4' },
      at: AT,
    });
  });

  test('when a release does not tell its version, then it is unreadable; without a name the id stands for it', () => {
    expect(read({ webhookEvent: 'jira:version_released', timestamp: AT })).toMatchObject({ kind: 'unreadable' });
    expect(read({ webhookEvent: 'jira:version_released', timestamp: AT, version: { id: 7 } })).toMatchObject({
      projectId: null,
      version: { id: '7', name: '7' },
    });
  });

  test('when the name is unknown, then that is what it says', () => {
    expect(read(anUpdate({ webhookEvent: 'jira:issue_cloned_to_mars' }))).toEqual({
      kind: 'nothing_follows',
      reason: 'unknown_event',
      name: 'jira:issue_cloned_to_mars',
    });
  });

  test.each([
    ['wrapped', { issue: { ...issue, id: 10040 } }],
    ['bare', { ...issue, id: 10040 }],
  ])('when Automation sends a %s issue with a numeric id, then the issue changed', (_, payload) => {
    expect(read(payload)).toMatchObject({ kind: 'issue_changed', issue: pointer, changes: [], created: false });
  });

  test('when Automation tells no time, then the time of the change of the issue is taken', () => {
    const payload = { issue: { ...issue, fields: { updated: '2026-11-05T10:00:00.000+0300' } } };
    expect(read(payload)).toMatchObject({ at: Date.parse('2026-11-05T07:00:00Z') });
  });

  test.each([
    ['nothing', undefined, /Exclude body/],
    ['null', null, /Exclude body/],
    ['a list', [], /a list/],
    ['a string', 'hello', /a string/],
    ['a foreign object', { accountId: 'x', username: 'y' }, /Nothing in the body looks like a Jira webhook/],
    ['an issue by key alone', { issue: { key: 'SUP-1' } }, /SUP-1 by its key alone/],
    ['a comment of no issue', { webhookEvent: 'comment_created', comment: { id: '1' } }, /which issue/],
    ['an id that is a path', anUpdate({ issue: { id: '../../2/myself', key: 'SUP-1' } }), /numeric id/],
  ])('when the body is %s, then a sentence says why it cannot be read', (_, payload, why) => {
    expect(source.read(payload)).toEqual({ kind: 'unreadable', why: expect.stringMatching(why) });
  });
});

describe('the addresses of conversations', () => {
  const conversation = 'https://app.intercom.com/a/inbox/ws1/inbox/admin/900/conversation/123';
  test.each([
    ['in a text', `see ${conversation}, please`],
    ['in a wiki link', `[dialog|${conversation}]`],
    ['in a smart link', `[${conversation}|${conversation}|smart-link]`],
    ['in brackets', `(${conversation}).`],
    ['in a tag', `<a href="${conversation}">x</a>`],
  ])('when one stands %s, then it is found clean', (_, text) => {
    const payload = anUpdate({ issue: { ...issue, fields: { customfield_1: { deep: [text] } } } });
    expect(read(payload)).toMatchObject({ conversationUrls: [conversation] });
  });

  test('when one stands in the attributes of a rich text node, then it is found with its anchor', () => {
    const url = `${conversation}#part_id=comment-123-456`;
    const payload = anUpdate({ issue: { ...issue, fields: { description: { content: [{ attrs: { url } }] } } } });
    expect(read(payload)).toMatchObject({ conversationUrls: [url] });
  });

  test('when a payload is full of them, then at most 200 are taken', () => {
    const many = Array.from({ length: 100_000 }, (_, n) => `https://app.intercom.com/conversation/${n}`);
    const event = read(anUpdate({ many }));
    expect(event.kind === 'issue_changed' && event.conversationUrls.length).toBe(200);
  });

  test('when a text tries to be slow to search, then it is not', () => {
    const text = `https://a.test/conversation${'.'.repeat(500_000)} `.repeat(4);
    const started = performance.now();
    expect(read(anUpdate({ text }))).toMatchObject({ conversationUrls: [] });
    expect(performance.now() - started).toBeLessThan(1_000);
  });
});

describe('naming a delivery', () => {
  const identify = (payload: unknown, headers = {}) => source.identify(JSON.parse(JSON.stringify(payload)), headers);

  test('when it is about an issue, then it goes into the lane of the issue, with the id of the delivery', () => {
    expect(identify(anUpdate(), { 'x-atlassian-webhook-identifier': 'd-1' })).toEqual({
      deliveryKey: 'd-1',
      lane: 'issue/jira/10040',
      topic: 'jira:issue_updated',
      issueKey: 'SUP-1',
    });
  });

  test('when only the comment tells the issue, then it goes into the same lane', () => {
    expect(identify({ webhookEvent: 'comment_created', comment })).toMatchObject({
      lane: 'issue/jira/10040',
      deliveryKey: null,
    });
  });

  test.each([
    ['a version', { webhookEvent: 'jira:version_released', version: { id: '10040' } }, 'jira:version_released'],
    ['nobody knows what', { a: 1 }, 'unnamed'],
    ['nothing', null, 'unnamed'],
    ['an id that is a path', { issue: { id: '1/../2' } }, 'unnamed'],
  ])('when it is about %s, then it goes into the lane of the connection', (_, payload, topic) => {
    expect(identify(payload)).toEqual({ deliveryKey: null, lane: 'connection/jira/-', topic });
  });

  test('when Automation sends an issue, then it goes into the lane of the issue', () => {
    expect(identify({ issue: { id: 10040 } })).toMatchObject({ lane: 'issue/jira/10040', topic: 'issue data' });
  });
});

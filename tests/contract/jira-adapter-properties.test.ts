// A Jira that does not give the properties of comments with them: the mark and the sign of an internal comment all the same.
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { issuesAt, json, MYSELF, startScriptedJira } from '../support/scripted-jira.ts';

const ISSUE = { connection: 'jira', issueId: '10040' };
const comment = (id: string, author: object, more: object = {}) => ({
  id,
  author,
  body: 'Hello',
  created: '2026-11-05T10:00:00.000+0000',
  updated: '2026-11-05T10:00:00.000+0000',
  ...more,
});
const olga = { accountId: 'acc-olga', key: 'JIRAUSER2', displayName: 'Olga' };
const noProperty = json(404, { errorMessages: ['The property with that key does not exist.'], errors: {} });

let jira: Awaited<ReturnType<typeof startScriptedJira>>;
beforeAll(async () => {
  jira = await startScriptedJira();
});
afterEach(() => jira.reset());
afterAll(() => jira.close());

const hasMark = (id: string, delivery: string) =>
  jira.on(`GET comment/${id}/properties/deskbridge`, json(200, { key: 'deskbridge', value: { delivery } }));

describe('without the properties beside the comment', () => {
  test('when our own account wrote it, then the mark is read by itself', async () => {
    jira.on('GET issue/10040/comment/5', json(200, comment('5', MYSELF)));
    hasMark('5', 'd1');
    expect(await issuesAt(jira.url).readComment(ISSUE, '5')).toMatchObject({ value: { ourDelivery: 'd1' } });
  });

  test('when somebody else wrote it on Cloud, then nothing more is asked', async () => {
    jira.on('GET issue/10040/comment/5', json(200, comment('5', olga)));
    const issues = issuesAt(jira.url);
    await issues.account();
    expect(await issues.readComment(ISSUE, '5')).toMatchObject({ value: { ourDelivery: null, restrictedTo: null } });
    expect(jira.seen).toHaveLength(2);
  });

  test('when it is looked for, then only comments of our account are asked, newest first, until it is found', async () => {
    const comments = [comment('9', olga), comment('8', MYSELF), comment('7', MYSELF), comment('6', MYSELF)];
    jira.on('GET issue/10040/comment', json(200, { startAt: 0, maxResults: 50, total: 4, comments }));
    jira.on('GET comment/8/properties/deskbridge', noProperty);
    hasMark('7', 'd1');
    expect(await issuesAt(jira.url).findOurComment(ISSUE, 'd1')).toBe('7');
    expect(jira.seen.map(({ url }) => url).filter((url) => url.includes('properties/'))).toEqual([
      '/rest/api/3/comment/8/properties/deskbridge',
      '/rest/api/3/comment/7/properties/deskbridge',
    ]);
  });

  test('when a comment on Data Center is internal, then its property is asked for and tells it', async () => {
    jira.on('GET issue/10040/comment/5', json(200, comment('5', olga, { renderedBody: '<p>Hello <b>you</b></p>' })));
    jira.on(
      'GET comment/5/properties/sd.public.comment',
      json(200, { key: 'sd.public.comment', value: { internal: true } }),
    );
    const issues = issuesAt(jira.url, { edition: 'data-center' });
    expect(await issues.readComment(ISSUE, '5')).toMatchObject({ value: { restrictedTo: 'internal' } });
    jira.on('GET comment/5/properties/sd.public.comment', noProperty);
    expect(await issues.readComment(ISSUE, '5')).toMatchObject({
      value: {
        restrictedTo: null,
        body: { blocks: [{ content: [{ text: 'Hello ' }, { text: 'you', marks: ['strong'] }] }] },
      },
    });
  });
});

describe('who may see a comment', () => {
  test.each([
    ['a role', { visibility: { type: 'role', value: 'Developers' }, jsdPublic: true }, 'Developers'],
    ['a group without a name', { visibility: { type: 'group', identifier: '276f955c' } }, '276f955c'],
    ['a restriction of unknown form', { visibility: {} }, 'unknown'],
    ['a restriction that is a word', { visibility: 'Developers' }, 'unknown'],
    ['agents', { jsdPublic: false }, 'internal'],
    [
      'agents, by the property',
      { jsdPublic: true, properties: [{ key: 'sd.public.comment', value: { internal: 'true' } }] },
      'internal',
    ],
    ['everybody', { jsdPublic: true, visibility: null, properties: [] }, null],
  ])('when it is %s, then it is told', async (_, more, expected) => {
    jira.on('GET issue/10040/comment/5', json(200, comment('5', olga, { properties: [], ...more })));
    expect(await issuesAt(jira.url).readComment(ISSUE, '5')).toMatchObject({ value: { restrictedTo: expected } });
  });

  test('when the body is Cloud wiki text, a document or nothing, then it is read', async () => {
    const bodies = [
      ['*Hi*', ['Hi']],
      [{ type: 'doc', version: 1, content: [{ type: 'paragraph', content: [{ type: 'text', text: 'Hi' }] }] }, ['Hi']],
      [null, []],
    ];
    for (const [body, texts] of bodies) {
      jira.on('GET issue/10040/comment/5', json(200, comment('5', olga, { body })));
      const found = await issuesAt(jira.url).readComment(ISSUE, '5');
      const blocks = found.state === 'found' ? found.value.body.blocks : [];
      expect(
        blocks.map((block) =>
          block.type === 'paragraph' && block.content[0]?.type === 'text' ? block.content[0].text : '?',
        ),
      ).toEqual(texts);
    }
  });
});

// The simulated Jira's comments, properties, remote links and attachments, with what it refuses, on both editions.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type JiraSimulator, startJiraSimulator } from '../../src/simulators/jira/index.ts';
import { call, credentials, EDITIONS, rich } from './jira-simulator-kit.ts';

describe.each(EDITIONS)('what hangs on an issue of the simulated Jira, %s', (edition) => {
  let jira: JiraSimulator;
  let at: string;
  let key: string;
  beforeAll(async () => {
    jira = await startJiraSimulator({ edition, rateLimits: null });
    ({ key } = jira.createIssue({ project: 'SUP', summary: 'Talk' }));
    at = `issue/${key}`;
  });
  afterAll(() => jira.close());
  const comment = (body: unknown, more: object = {}) => call(jira, 'POST', `${at}/comment`, { body, ...more });

  it('when a comment has the wrong body, then it is refused and not kept', async () => {
    const before = jira.state.issues.values().next().value?.comments.length;
    const wrong = edition === 'cloud' ? 'plain' : { type: 'doc', version: 1, content: [] };
    const answer = await comment(wrong);
    expect(answer.status).toBe(400);
    if (edition === 'cloud') expect(answer.body['errors']).toEqual({ comment: 'Comment body is not valid!' });
    expect((await comment(rich(jira, 'x'.repeat(32_768)))).body['errors']['comment']).toContain('32,767');
    expect(jira.state.issues.values().next().value?.comments.length).toBe(before);
  });

  it('when a comment is written with a property, then lists show it newest first with the property', async () => {
    await comment(rich(jira, 'first'));
    const made = await comment(rich(jira, 'second'), {
      properties: [{ key: 'intercom.bridge', value: { part: '9' } }],
    });
    const list = await call(jira, 'GET', `${at}/comment?orderBy=-created&expand=properties,renderedBody&maxResults=1`);
    expect(list.body['comments']).toHaveLength(1);
    expect(list.body['comments'][0]).toMatchObject({
      id: made.body['id'],
      renderedBody: '<p>second</p>',
      properties: [{ key: 'intercom.bridge', value: { part: '9' } }],
    });
    expect((await call(jira, 'GET', `${at}/comment?orderBy=author`)).status).toBe(400);
    const key = `comment/${made.body['id']}/properties/intercom.bridge`;
    expect((await call(jira, 'GET', key)).body).toEqual({ key: 'intercom.bridge', value: { part: '9' } });
  });

  it('when a comment is restricted to a role the bridge lacks, then the bridge cannot see it at all', async () => {
    const { id } = jira.addComment({ issue: key, body: 'secret', visibility: { type: 'role', value: 'Developers' } });
    expect((await call(jira, 'GET', `${at}/comment/${id}`)).status).toBe(404);
    expect((await call(jira, 'GET', `${at}/comment?maxResults=500`)).text).not.toContain('secret');
    expect((await call(jira, 'GET', `${at}?fields=comment&expand=renderedFields`)).text).not.toContain('secret');
    const held = await comment(rich(jira, 'x'), { visibility: { type: 'role', value: 'Developers' } });
    expect(held.status).toBe(400);
    expect((await comment(rich(jira, 'x'), { visibility: { type: 'role', value: 'Users' } })).status).toBe(201);
  });

  it('when the bridge edits or deletes another one’s comment, then it is refused; its own it may', async () => {
    const { id } = jira.addComment({ issue: key, body: 'theirs', by: 'max' });
    expect((await call(jira, 'PUT', `${at}/comment/${id}`, { body: rich(jira, 'x') })).status).toBe(400);
    expect((await call(jira, 'DELETE', `${at}/comment/${id}`)).status).toBe(400);
    const own = (await comment(rich(jira, 'mine'))).body;
    const edited = await call(jira, 'PUT', `${at}/comment/${own['id']}`, { body: rich(jira, 'mine 2') });
    expect(edited.body['updated']).not.toBe(own['updated']);
    expect((await call(jira, 'DELETE', `${at}/comment/${own['id']}`)).status).toBe(204);
    expect((await call(jira, 'GET', `${at}/comment/${own['id']}`)).status).toBe(404);
  });

  it('when the issue holds as many comments as it may, then the next is refused with 413', async () => {
    const limit = jira.state.commentLimit;
    jira.state.commentLimit = 1;
    expect((await comment(rich(jira, 'one more'))).status).toBe(413);
    jira.state.commentLimit = limit;
  });

  it('when an issue property is longer than 32768 characters, then it is refused', async () => {
    const put = (value: unknown) => call(jira, 'PUT', `${at}/properties/big`, JSON.stringify(value));
    expect([(await put('x')).status, (await put('y')).status]).toEqual([201, 200]);
    expect((await put('x'.repeat(32_767))).status).toBe(400);
    expect((await call(jira, 'GET', `${at}/properties/big`)).body).toEqual({ key: 'big', value: 'y' });
    expect((await call(jira, 'GET', `${at}/properties/none`)).status).toBe(404);
  });

  it('when a remote link is written twice with one globalId, then it is one link and what was left out is gone', async () => {
    const link = (more: object) => ({
      globalId: 'intercom:conversation:ws1:7',
      object: { url: 'https://a.example/7', title: 'Dialog' },
      ...more,
    });
    const post = (body: unknown) => call(jira, 'POST', `${at}/remotelink`, body);
    const first = await post(link({ relationship: 'asked in', application: { name: 'Intercom' } }));
    const second = await post(link({}));
    expect([first.status, second.status, second.body['id']]).toEqual([201, 200, first.body['id']]);
    const read = await call(
      jira,
      'GET',
      `${at}/remotelink?globalId=${encodeURIComponent('intercom:conversation:ws1:7')}`,
    );
    expect(read.body).toMatchObject({ globalId: 'intercom:conversation:ws1:7', application: {} });
    expect(read.body).not.toHaveProperty('relationship');
    expect((await post({ object: { title: 'no url' } })).body['errors']).toHaveProperty('url');
    expect((await call(jira, 'GET', `${at}/remotelink`)).body).toHaveLength(1);
  });

  it('when a remote link is deleted without a Content-Type, then Cloud answers 415', async () => {
    const path = `${jira.url}/rest/api/${edition === 'cloud' ? 3 : 2}/${at}/remotelink?globalId=g`;
    await call(jira, 'POST', `${at}/remotelink`, { globalId: 'g', object: { url: 'https://a.example', title: 'T' } });
    const bare = await fetch(path, { method: 'DELETE', headers: { Authorization: credentials(edition) } });
    expect(bare.status).toBe(edition === 'cloud' ? 415 : 204);
    expect((await call(jira, 'DELETE', `${at}/remotelink?globalId=g`)).status).toBe(edition === 'cloud' ? 204 : 404);
  });

  it('when a file is uploaded, then it wants the token header, keeps every byte and is served elsewhere', async () => {
    const bytes = Uint8Array.from({ length: 300 }, (_, at) => at % 256);
    const upload = (headers: Record<string, string>) => {
      const form = new FormData();
      form.append('file', new Blob([bytes], { type: 'image/png' }), 'снимок.png');
      const url = `${jira.url}/rest/api/${edition === 'cloud' ? 3 : 2}/${at}/attachments`;
      return fetch(url, { method: 'POST', body: form, headers: { Authorization: credentials(edition), ...headers } });
    };
    expect((await upload({})).status).toBe(403);
    const [made] = (await (await upload({ 'X-Atlassian-Token': 'no-check' })).json()) as {
      filename: string;
      size: number;
      content: string;
    }[];
    expect(made).toMatchObject({ filename: 'снимок.png', size: 300, mimeType: 'image/png' });
    const headers = { Authorization: credentials(edition) };
    let got = await fetch(made?.content ?? '', { headers, redirect: 'manual' });
    if (edition === 'cloud') {
      expect(got.status).toBe(303);
      const location = got.headers.get('location') ?? '';
      expect((await fetch(location, { headers })).status).toBe(400);
      got = await fetch(location);
    }
    expect(new Uint8Array(await got.arrayBuffer())).toEqual(bytes);
    if (edition === 'data-center') expect((await fetch(made?.content ?? '', { redirect: 'manual' })).status).toBe(302);
  });
});

// What can go wrong with a call to Jira, and that each becomes the one right error that holds no secret.
import { inspect } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { documentOf, paragraph } from '../../src/domain/document/build.ts';
import { CANARY, failureOf, issuesAt, json, MYSELF, raw, startScriptedJira } from '../support/scripted-jira.ts';

const ISSUE = { connection: 'jira', issueId: '10040' };
const BODY = documentOf(paragraph('hello'));
const ISSUE_JSON = {
  id: '10040',
  key: 'SUP-1',
  fields: { summary: 'Crash', updated: '2026-11-05T10:00:00.000+0000', status: { id: '1', name: 'To Do' } },
};
const HTML = '<!DOCTYPE html><html><body>Log in</body></html>';
const asHtml = { 'Content-Type': 'text/html' };

let jira: Awaited<ReturnType<typeof startScriptedJira>>;
beforeAll(async () => {
  jira = await startScriptedJira();
});
afterEach(() => jira.reset());
afterAll(() => jira.close());

/** Everything that a logger could print of an error, whatever way it looks. */
function everythingOf(error: Error): string {
  return [
    inspect(error, { depth: 20, showHidden: true, getters: true }),
    JSON.stringify(error),
    error.message,
    error.stack,
  ].join('\n');
}

const LEAKS = new RegExp(`${CANARY}|${Buffer.from(`bridge@example.com:${CANARY}`).toString('base64')}`);

describe('an answer that is an error', () => {
  test.each([
    [400, 'rejected', false],
    [401, 'auth', false],
    [403, 'forbidden', false],
    [409, 'rejected', false],
    [408, 'timeout', true],
    [410, 'rejected', false],
    [413, 'rejected', false],
    [429, 'rate_limited', false],
    [500, 'unavailable', true],
    [503, 'unavailable', true],
  ])('when a write is answered with %i, then it is %s, in doubt: %s, and sent once', async (status, kind, inDoubt) => {
    jira.on(
      'POST issue/10040/comment',
      json(status, { errorMessages: [], errors: { comment: 'Not so!' } }, { 'X-AREQUESTID': '77x' }),
    );
    const error = await failureOf(issuesAt(jira.url).addComment(ISSUE, BODY, 'd1'));
    expect(error.details).toMatchObject({
      vendor: 'jira',
      connection: 'jira',
      kind,
      inDoubt,
      status,
      requestId: '77x',
    });
    expect(error.message).toContain('comment: Not so!');
    expect(jira.calls('POST /rest/api/3/issue/10040/comment')).toHaveLength(1);
  });

  test.each([401, 403, 500])('when a read is answered with %i, then it is never in doubt', async (status) => {
    jira.on('GET issue/10040', json(status, {}));
    expect((await failureOf(issuesAt(jira.url).read('10040'))).details.inDoubt).toBe(false);
  });

  test('when it says how long to wait, then the error does, for 429 and for 503', async () => {
    jira.on('GET issue/10040', raw(429, HTML, { ...asHtml, 'Retry-After': '7' }));
    jira.on('GET issue/10041', raw(503, HTML, { ...asHtml, 'Retry-After': '9' }));
    expect((await failureOf(issuesAt(jira.url).read('10040'))).details.retryAfterMs).toBe(7_000);
    expect((await failureOf(issuesAt(jira.url).read('10041'))).details.retryAfterMs).toBe(9_000);
  });

  test('when it is a web page, then nothing of the page stands in the message', async () => {
    jira.on('GET issue/10040', raw(502, HTML.repeat(50), asHtml));
    const { message } = await failureOf(issuesAt(jira.url).read('10040'));
    expect(message).toBe('Jira answered 502 "a web page" to GET issue/{id}');
  });

  test('when it is very long, then the message has at most 300 characters', async () => {
    jira.on('GET issue/10040', json(400, { errorMessages: ['x'.repeat(5_000)] }));
    expect((await failureOf(issuesAt(jira.url).read('10040'))).message.length).toBeLessThanOrEqual(300);
  });
});

describe('an answer that only looks well', () => {
  test.each(['AUTHENTICATED_FAILED', 'AUTHENTICATION_DENIED'])(
    'when the token is dead (%s), then it is an auth error',
    async (reason) => {
      jira.on('GET issue/10040', json(200, ISSUE_JSON, { 'X-Seraph-LoginReason': reason }));
      jira.on('POST issue/bulkfetch', json(200, { issues: [] }, { 'X-Seraph-LoginReason': reason }));
      expect((await failureOf(issuesAt(jira.url).read('10040'))).details.kind).toBe('auth');
      expect((await failureOf(issuesAt(jira.url).readUpdates(['10040']))).details.kind).toBe('auth');
    },
  );

  test('when the login was well, then the same header does no harm', async () => {
    jira.on('GET issue/10040', json(200, ISSUE_JSON, { 'X-Seraph-LoginReason': 'OK' }));
    expect(await issuesAt(jira.url).read('10040')).toMatchObject({ state: 'found' });
  });

  test('when it is a login page with 200, then it is an auth error', async () => {
    jira.on('GET issue/10040', raw(200, HTML, asHtml));
    expect((await failureOf(issuesAt(jira.url).read('10040'))).details).toMatchObject({ kind: 'auth', status: 200 });
  });

  test('when it redirects to a login page, then it is an auth error and the token goes no further', async () => {
    jira.on('GET issue/10040', raw(302, '', { Location: '/login.jsp' }));
    expect((await failureOf(issuesAt(jira.url).read('10040'))).details).toMatchObject({ kind: 'auth', status: 302 });
    expect(jira.seen).toHaveLength(1);
    jira.on('GET issue/10040', raw(301, '', { Location: 'https://jira.example.test/rest?os_destination=secret' }));
    const { message } = await failureOf(issuesAt(jira.url).read('10040'));
    expect(message).toBe('Jira answered 301 "a redirect to https://jira.example.test" to GET issue/{id}');
  });

  test.each([
    ['broken JSON', '{"id": "10040", "ke', { 'Content-Type': 'application/json' }],
    ['text', 'OK', { 'Content-Type': 'text/plain' }],
    ['nothing', '', { 'Content-Type': 'application/json' }],
    ['JSON that is no issue', '{"hello":1}', { 'Content-Type': 'application/json' }],
    ['JSON that claims to be text', JSON.stringify(ISSUE_JSON), { 'Content-Type': 'text/plain' }],
  ])('when it is %s, then it is unavailable', async (_, body, headers) => {
    jira.on('GET issue/10040', raw(200, body, headers));
    expect((await failureOf(issuesAt(jira.url).read('10040'))).details).toMatchObject({
      kind: 'unavailable',
      inDoubt: false,
    });
  });

  test('when a write is answered with what cannot be read, then it is in doubt', async () => {
    jira.on('POST issue/10040/comment', raw(201, '{"id": "5', { 'Content-Type': 'application/json' }));
    expect((await failureOf(issuesAt(jira.url).addComment(ISSUE, BODY, 'd1'))).details.inDoubt).toBe(true);
    jira.on('POST issue/10040/comment', json(201, { self: 'x' }));
    expect((await failureOf(issuesAt(jira.url).addComment(ISSUE, BODY, 'd1'))).details.inDoubt).toBe(true);
  });

  test('when it is larger than allowed, then it is not read to the end', async () => {
    jira.on('GET issue/10040', json(200, { ...ISSUE_JSON, filler: 'x'.repeat(50_000) }));
    const error = await failureOf(issuesAt(jira.url, { maxResponseBytes: 10_000 }).read('10040'));
    expect(error.details).toMatchObject({ kind: 'unavailable', inDoubt: false });
  });
});

describe('no answer', () => {
  test('when Jira hangs, then it is a timeout, and a write is in doubt', async () => {
    jira.on('POST issue/10040/comment', () => undefined);
    jira.on('GET issue/10040', () => undefined);
    expect((await failureOf(issuesAt(jira.url).addComment(ISSUE, BODY, 'd1'))).details).toMatchObject({
      kind: 'timeout',
      inDoubt: true,
    });
    expect((await failureOf(issuesAt(jira.url).read('10040'))).details).toMatchObject({
      kind: 'timeout',
      inDoubt: false,
    });
  });

  test('when the answer stalls half way, then it is a timeout', async () => {
    jira.on('GET issue/10040', (response) => {
      response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': '100' });
      response.write('{"id":');
    });
    expect((await failureOf(issuesAt(jira.url).read('10040'))).details.kind).toBe('timeout');
  });

  test('when the connection breaks, then it is unavailable, and a write is in doubt', async () => {
    jira.on('POST issue/10040/comment', (response) => response.destroy());
    const error = await failureOf(issuesAt(jira.url).addComment(ISSUE, BODY, 'd1'));
    expect(error.details).toMatchObject({ kind: 'unavailable', inDoubt: true });
  });

  test.each(['http://127.0.0.1:1', 'http://jira.invalid'])(
    'when nothing is at %s, then a write is not in doubt',
    async (url) => {
      const error = await failureOf(issuesAt(url).addComment(ISSUE, BODY, 'd1'));
      expect(error.details).toMatchObject({ kind: 'unavailable', inDoubt: false });
      expect(everythingOf(error)).not.toMatch(LEAKS);
    },
  );
});

describe('a 404', () => {
  const notThere = json(404, {
    errorMessages: ['Issue does not exist or you do not have permission to see it.'],
    errors: {},
  });

  test('when the account is well, then the thing is missing, and the account is asked once in 30 s', async () => {
    let time = 1_000_000;
    const issues = issuesAt(jira.url, { now: () => time });
    jira.on('GET issue/10040', notThere);
    jira.on('GET issue/10040/comment/5', notThere);
    expect(await issues.read('10040')).toEqual({ state: 'missing' });
    expect(await issues.readComment(ISSUE, '5')).toEqual({ state: 'missing' });
    expect(jira.calls('GET /rest/api/3/myself')).toHaveLength(1);
    time += 31_000;
    expect(await issues.read('10040')).toEqual({ state: 'missing' });
    expect(jira.calls('GET /rest/api/3/myself')).toHaveLength(2);
  });

  test('when the token is dead, then it is an auth error and nothing is missing', async () => {
    jira.on('GET issue/10040', notThere);
    jira.on('GET myself', json(401, {}));
    expect((await failureOf(issuesAt(jira.url).read('10040'))).details.kind).toBe('auth');
  });

  test('when it is a web page, then it comes from something in front of Jira, and nothing is missing', async () => {
    jira.on('GET issue/10040', raw(404, HTML, asHtml));
    expect((await failureOf(issuesAt(jira.url).read('10040'))).details.kind).toBe('unavailable');
  });

  test('when a write meets it with a well account, then the issue is gone and nothing is in doubt', async () => {
    jira.on('POST issue/10040/comment', notThere);
    const error = await failureOf(issuesAt(jira.url).addComment(ISSUE, BODY, 'd1'));
    expect(error.details).toMatchObject({ kind: 'gone', inDoubt: false, status: 404 });
  });

  test('when a link that is removed is not there, then it is a success; with a dead token it is not', async () => {
    jira.on('DELETE issue/10040/remotelink', notThere);
    await issuesAt(jira.url).removeRemoteLink(ISSUE, 'g1');
    jira.on('GET myself', json(401, {}));
    expect((await failureOf(issuesAt(jira.url).removeRemoteLink(ISSUE, 'g1'))).details.kind).toBe('auth');
  });

  test('when a list of updates is empty, then the token is proven before it is believed', async () => {
    jira.on('POST issue/bulkfetch', json(200, { issues: [] }));
    expect(await issuesAt(jira.url).readUpdates(['10040'])).toEqual([]);
    expect(jira.calls('GET /rest/api/3/myself')).toHaveLength(1);
    jira.on('GET myself', json(401, {}));
    expect((await failureOf(issuesAt(jira.url).readUpdates(['10040']))).details.kind).toBe('auth');
  });
});

describe('what is sent', () => {
  test('when ids are not ids, then nothing is sent', async () => {
    const issues = issuesAt(jira.url);
    const bad = { connection: 'jira', issueId: '../../2/myself?x=1#' };
    const calls = [
      issues.read('../../2/myself?x=1#'),
      issues.read('SUP-1/../..'),
      issues.read(''),
      issues.readComment(bad, '5'),
      issues.readComment(ISSUE, '5/../6'),
      issues.readComments(bad, 5),
      issues.addComment(bad, BODY, 'd'),
      issues.findOurComment(bad, 'd'),
      issues.putRemoteLink(bad, { globalId: 'g', url: 'https://x.test', title: 't', summary: '', resolved: false }),
      issues.putRemoteLink(ISSUE, {
        globalId: 'g'.repeat(256),
        url: 'https://x.test',
        title: 't',
        summary: '',
        resolved: false,
      }),
      issues.removeRemoteLink(bad, 'g'),
      issues.readUpdates(['1', '2)']),
      issues.readUpdates(Array.from({ length: 101 }, (_, n) => String(n + 1))),
    ];
    for (const call of calls)
      expect((await failureOf(call)).details).toMatchObject({ kind: 'rejected', inDoubt: false });
    expect(jira.seen).toEqual([]);
  });

  test.each([
    ['cloud', 'basic', `Basic ${Buffer.from(`bridge@example.com:${CANARY}`).toString('base64')}`],
    ['cloud', 'bearer', `Bearer ${CANARY}`],
    ['data-center', 'basic', `Bearer ${CANARY}`],
  ] as const)(
    'when it is %s with %s, then the credentials go as Jira wants them, with our own name',
    async (edition, authentication, header) => {
      await issuesAt(jira.url, { edition, authentication }).account();
      expect(jira.seen[0]).toMatchObject({
        url: `/rest/api/${edition === 'cloud' ? 3 : 2}/myself`,
        headers: { authorization: header, 'user-agent': 'Deskbridge/test', 'x-atlassian-token': 'no-check' },
      });
    },
  );

  test('when the address has a context path, then it is kept', async () => {
    const inContext = await startScriptedJira('/jira');
    try {
      expect(await issuesAt(inContext.url, { edition: 'data-center' }).account()).toEqual({
        id: 'acc-bridge',
        name: 'Deskbridge',
      });
      expect(inContext.seen[0]?.url).toBe('/jira/rest/api/2/myself');
    } finally {
      await inContext.close();
    }
  });

  test('when HTTP_PROXY is set in the environment, then it is not obeyed', async () => {
    const before = process.env['http_proxy'];
    process.env['http_proxy'] = 'http://127.0.0.1:1';
    try {
      expect(await issuesAt(jira.url).account()).toMatchObject({ name: 'Deskbridge' });
    } finally {
      if (before === undefined) delete process.env['http_proxy'];
      else process.env['http_proxy'] = before;
    }
  });

  test('when a proxy is configured, then calls go through it', async () => {
    const issues = issuesAt('http://jira.invalid', { proxy: jira.url.replace('http://', 'http://user:pa%24s@') });
    jira.on('GET http://jira.invalid/rest/api/3/myself', json(200, MYSELF));
    expect(await issues.account()).toMatchObject({ name: 'Deskbridge' });
    expect(jira.seen[0]?.headers['proxy-authorization']).toBe(`Basic ${Buffer.from('user:pa$s').toString('base64')}`);
  });

  test('when a remote link is removed, then its globalId is encoded and the call has a Content-Type', async () => {
    jira.on('DELETE issue/10040/remotelink', raw(204, ''));
    await issuesAt(jira.url).removeRemoteLink(ISSUE, 'intercom:conversation:ws1:1&globalId=2#x');
    expect(new URL(jira.url + (jira.seen[0]?.url ?? '')).searchParams.getAll('globalId')).toEqual([
      'intercom:conversation:ws1:1&globalId=2#x',
    ]);
    expect(jira.seen[0]?.headers['content-type']).toBe('application/json');
  });
});

describe('the token', () => {
  test('when any call fails in any way, then it stands nowhere in the error', async () => {
    const repeating = {
      errorMessages: [`Bad token ${CANARY} in Basic ${Buffer.from(`bridge@example.com:${CANARY}`).toString('base64')}`],
    };
    jira.on('GET issue/1', json(400, repeating));
    jira.on('GET issue/2', raw(502, HTML, asHtml));
    jira.on('GET issue/3', () => undefined);
    jira.on('GET issue/4', (response) => response.destroy());
    jira.on('GET issue/5', raw(200, 'x', { 'Content-Type': 'application/json' }));
    jira.on('GET issue/6', raw(302, '', { Location: '/' }));
    jira.on('GET issue/7', json(200, {}, { 'X-Seraph-LoginReason': 'AUTHENTICATED_FAILED' }));
    jira.on('GET issue/8', json(429, repeating, { 'Retry-After': '60', 'RateLimit-Reason': 'jira-burst-based' }));
    for (const options of [{}, { authentication: 'bearer' as const }, { edition: 'data-center' as const }]) {
      const issues = issuesAt(jira.url, options);
      for (const id of ['1', '2', '3', '4', '5', '6', '7', '8']) {
        const error = await failureOf(issues.read(id));
        expect(everythingOf(error)).not.toMatch(LEAKS);
        expect(error.cause).toBeUndefined();
      }
    }
  });
});

describe('a refusal of fields', () => {
  const draft = {
    connection: 'jira',
    projectKey: 'SUP',
    typeId: '1',
    summary: 'Crash',
    description: BODY,
    fields: {},
    labels: [],
  };

  test('when Jira says what is wrong with which field, then the error holds it, bounded and without secrets', async () => {
    const errors = { customfield_1: `No ${CANARY}`, summary: 'x'.repeat(500), odd: { not: 'words' } };
    jira.on('POST issue', json(400, { errorMessages: ['General'], errors }));
    const { details, message } = await failureOf(issuesAt(jira.url).createIssue(draft, 'd1'));
    expect(details.fields).toEqual({ customfield_1: 'No [secret]', summary: 'x'.repeat(300) });
    expect(message).not.toMatch(LEAKS);
  });

  test.each([
    [400, { errors: [] }],
    [400, { errorMessages: ['General'] }],
    [413, { errors: { file: 'too large' } }],
    [500, { errors: { summary: 'odd' } }],
  ])('when a %i holds no words about fields (%j), then the error has none', async (status, body) => {
    jira.on('POST issue', json(status, body));
    expect((await failureOf(issuesAt(jira.url).createIssue(draft, 'd1'))).details.fields).toBeUndefined();
  });

  test('when labels are refused twice, then the issue is sent no third time', async () => {
    jira.on('POST issue', json(400, { errors: { labels: 'no' } }));
    expect((await failureOf(issuesAt(jira.url).createIssue(draft, 'd1'))).details.kind).toBe('rejected');
    expect(jira.calls('POST /rest/api/3/issue')).toHaveLength(2);
  });

  test('when the first try is in doubt, then it is sent no second time', async () => {
    jira.on('POST issue', json(503, { errors: { labels: 'no' } }), json(201, { id: '1', key: 'SUP-1' }));
    expect((await failureOf(issuesAt(jira.url).createIssue(draft, 'd1'))).details.inDoubt).toBe(true);
    expect(jira.calls('POST /rest/api/3/issue')).toHaveLength(1);
  });

  test('when the answer to a creation makes no sense, then it is in doubt', async () => {
    jira.on('POST issue', json(201, { id: '1' }), raw(201, '{"id": "1', { 'Content-Type': 'application/json' }));
    for (const _ of [1, 2])
      expect((await failureOf(issuesAt(jira.url).createIssue(draft, 'd1'))).details.inDoubt).toBe(true);
  });
});

describe('what is told about calls', () => {
  test('when calls are made, then each is told with its route, status and time, and without ids', async () => {
    const calls: unknown[] = [];
    const issues = issuesAt(jira.url, { onCall: (call) => calls.push(call) });
    jira.on('GET issue/10040', json(200, ISSUE_JSON), json(500, {}), () => undefined);
    await issues.read('10040');
    await failureOf(issues.read('10040'));
    await failureOf(issues.read('10040'));
    const call = { method: 'GET', route: 'issue/{id}', ms: expect.any(Number) };
    expect(calls).toEqual([
      { ...call, status: 200 },
      { ...call, status: 500, error: 'unavailable' },
      { ...call, status: null, error: 'timeout' },
    ]);
  });
});

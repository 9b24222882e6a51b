// The simulated Jira's rate limits, faults, admin endpoint and process.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { type JiraSimulator, type JiraSimulatorOptions, startJiraSimulator } from '../../src/simulators/jira/index.ts';
import { call, issueFields, rich } from './jira-simulator-kit.ts';

let jira: JiraSimulator;
afterEach(() => jira.close());
const start = async (options: Partial<JiraSimulatorOptions> = {}) => {
  jira = await startJiraSimulator({ edition: 'cloud', ...options });
};

describe('rate limits', () => {
  it('when one issue is written to more than 20 times in 2 s, then only that issue is refused', async () => {
    await start();
    const [busy, calm] = [1, 2].map(() => jira.createIssue({ project: 'SUP', summary: 's' }).key);
    const write = (key: string | undefined) => call(jira, 'PUT', `issue/${key}/properties/k`, { a: 1 });
    const statuses = await Promise.all(Array.from({ length: 21 }, () => write(busy)));
    const refused = statuses.filter(({ status }) => status === 429);
    expect(refused).toHaveLength(1);
    expect(refused[0]?.headers.get('ratelimit-reason')).toBe('jira-per-issue-on-write');
    expect(Number(refused[0]?.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
    expect(refused[0]?.headers.get('x-ratelimit-reset')).toMatch(/^\d{4}-\d\d-\d\dT/);
    expect((await write(calm)).status).toBe(200 + 1);
    expect((await call(jira, 'GET', `issue/${busy}`)).status).toBe(200);
  });

  it('when one endpoint is called faster than its bucket fills, then that endpoint is refused with HTML', async () => {
    await start({ rateLimits: { burst: { GET: 5 } } });
    const answers = await Promise.all(Array.from({ length: 7 }, () => call(jira, 'GET', 'myself')));
    const refused = answers.find(({ status }) => status === 429);
    expect(refused?.headers.get('ratelimit-reason')).toBe('jira-burst-based');
    expect(refused?.headers.get('x-ratelimit-remaining')).toBe('0');
    expect(refused?.headers.get('content-type')).toContain('text/html');
    expect((await call(jira, 'GET', 'status')).status).toBe(200);
    expect((await call(jira, 'GET', 'status')).headers.get('x-ratelimit-limit')).toBe('5');
  });

  it('when Data Center limits, then every answer says how the bucket stands', async () => {
    await start({ edition: 'data-center', rateLimits: { bucket: { size: 2, fillRate: 1, intervalSeconds: 60 } } });
    const first = await call(jira, 'GET', 'myself');
    const read = (name: string) => first.headers.get(name);
    expect([read('x-ratelimit-limit'), read('x-ratelimit-remaining'), read('retry-after')]).toEqual(['2', '1', '0']);
    expect([read('x-ratelimit-interval-seconds'), read('x-ratelimit-fillrate')]).toEqual(['60', '1']);
    await call(jira, 'GET', 'myself');
    const third = await call(jira, 'GET', 'status');
    expect(third.status).toBe(429);
    expect(Number(third.headers.get('retry-after'))).toBeGreaterThan(50);
  });

  it('when Data Center is as installed, then it limits nothing and says nothing', async () => {
    await start({ edition: 'data-center' });
    const answers = await Promise.all(Array.from({ length: 150 }, () => call(jira, 'GET', 'myself')));
    expect(answers.every(({ status }) => status === 200)).toBe(true);
    expect(answers[0]?.headers.get('x-ratelimit-limit')).toBeNull();
  });
});

describe('faults', () => {
  const post = () => call(jira, 'POST', 'issue', issueFields());

  it('when a call fails after its work, then it answers 500 and the issue exists', async () => {
    await start();
    jira.faults.add({ kind: 'fail-after', method: 'POST', path: '/issue$', count: 1, status: 500 });
    expect((await post()).status).toBe(500);
    expect(jira.state.issues.size).toBe(1);
    expect((await post()).status).toBe(201);
  });

  it('when a call fails before its work, then the issue does not exist', async () => {
    await start();
    jira.faults.add({ kind: 'fail-before', path: '/issue$', count: 1, status: 502 });
    expect((await post()).status).toBe(502);
    expect(jira.state.issues.size).toBe(0);
  });

  it('when the connection drops after the work, then the caller sees an error and the comment exists', async () => {
    await start();
    const { key } = jira.createIssue({ project: 'SUP', summary: 's' });
    jira.faults.add({ kind: 'drop-after', path: '/comment$', count: 1 });
    await expect(call(jira, 'POST', `issue/${key}/comment`, { body: rich(jira, 'x') })).rejects.toThrow('fetch failed');
    expect((await call(jira, 'GET', `issue/${key}/comment`)).body.total).toBe(1);
  });

  it('when a call hangs, then it is never answered and nothing is done', async () => {
    await start();
    jira.faults.add({ kind: 'hang', path: '/issue$' });
    const silent = fetch(`${jira.url}/rest/api/3/issue`, { method: 'POST', signal: AbortSignal.timeout(150) });
    await expect(silent).rejects.toThrow('timeout');
    expect(jira.state.issues.size).toBe(0);
  });

  it.each([
    ['outage', 503, 'text/html'],
    ['html', 200, 'text/html'],
    ['login-redirect', 302, null],
    ['rate-limited', 429, 'application/json'],
  ] as const)('when %s is ordered, then the answer is %i', async (kind, status, type) => {
    await start();
    jira.faults.add({ kind, count: 1, retryAfter: 7 });
    const answer = await call(jira, 'GET', 'myself');
    expect([answer.status, answer.headers.get('content-type')?.split(';')[0] ?? null]).toEqual([status, type]);
    if (status === 429) expect(answer.headers.get('retry-after')).toBe('7');
    expect((await call(jira, 'GET', 'myself')).status).toBe(200);
  });

  it('when the token is declared dead, then reads are empty until the fault is taken back', async () => {
    await start();
    const { id } = jira.faults.add({ kind: 'dead-token' });
    const answer = await call(jira, 'GET', 'project/search');
    expect([answer.status, answer.body.total]).toEqual([200, 0]);
    expect(answer.headers.get('x-seraph-loginreason')).toBe('AUTHENTICATED_FAILED');
    jira.faults.clear(id);
    expect((await call(jira, 'GET', 'project/search')).body.total).toBe(6);
  });

  it('when latency is ordered, then the call takes that long', async () => {
    await start();
    jira.faults.add({ kind: 'latency', path: 'myself', ms: 120 });
    const began = performance.now();
    await call(jira, 'GET', 'myself');
    expect(performance.now() - began).toBeGreaterThanOrEqual(115);
  });
});

describe('the admin endpoint', () => {
  const admin = async (method: string, path: string, body?: unknown) => {
    const answer = await fetch(`http://127.0.0.1:${jira.port}/_simulator/${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    expect(answer.headers.get('access-control-allow-origin')).toBe('*');
    return { status: answer.status, body: JSON.parse(await answer.text()) };
  };

  it('when people act through it, then the state shows what they did', async () => {
    await start({ contextPath: '/jira', edition: 'data-center' });
    const made = await admin('POST', 'actions/createIssue', { project: 'SUP', summary: 'From the board' });
    await admin('POST', 'actions/transitionIssue', { issue: made.body.key, to: 'In Progress', by: 'ivan' });
    const { body } = await admin('GET', 'state');
    expect(body.issues[0].fields).toMatchObject({ summary: 'From the board', status: { name: 'In Progress' } });
    const wrong = await admin('POST', 'actions/transitionIssue', { issue: made.body.key, to: 'Nowhere' });
    expect([wrong.status, wrong.body.error]).toEqual([400, `${made.body.key} cannot go to Nowhere`]);
  });

  it('when faults, counters, exchanges and a reset are asked for, then each does what it says', async () => {
    await start();
    await admin('POST', 'faults', { kind: 'fail-before', path: 'myself', status: 500 });
    expect((await call(jira, 'GET', 'myself')).status).toBe(500);
    await admin('DELETE', 'faults');
    expect((await call(jira, 'GET', 'myself')).status).toBe(200);
    expect((await admin('GET', 'counts')).body).toMatchObject({ calls: 2, byStatus: { 200: 1, 500: 1 } });
    expect((await admin('GET', 'exchanges')).body).toMatchObject([
      { status: 500 },
      { status: 200, path: '/rest/api/3/myself' },
    ]);
    jira.createIssue({ project: 'SUP', summary: 's' });
    await admin('POST', 'reset');
    expect((await admin('GET', 'state')).body.issues).toEqual([]);
    expect((await admin('GET', 'counts')).body.calls).toBe(0);
    expect(jira.createIssue({ project: 'SUP', summary: 's' }).key).toBe('SUP-1');
  });
});

describe('the simulator as a process', () => {
  it('when it is started with flags, then it prints its address, answers, and ends on SIGTERM', async () => {
    await start();
    const file = join(import.meta.dirname, '../../src/simulators/jira/main.ts');
    const child = spawn(process.execPath, [file, '--edition', 'data-center', '--context-path', '/jira'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = (await once(child.stdout, 'data')) as [Buffer];
    const { url } = JSON.parse(line.toString('utf8'));
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/jira$/);
    const answer = await fetch(`${url}/rest/api/2/myself`, { headers: { Authorization: 'Bearer jira-pat' } });
    expect(answer.status).toBe(200);
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);
  });
});

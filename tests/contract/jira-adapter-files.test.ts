// Files on their way to an issue: streamed, named, refused, broken off.
import { Readable } from 'node:stream';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Issues, OutgoingFile } from '../../src/application/ports.ts';
import { VendorError } from '../../src/application/vendor-error.ts';
import type { Edition, JiraSimulator } from '../../src/simulators/jira/index.ts';
import { failureOf } from '../support/scripted-jira.ts';
import { assertNoProblems, checked, startSite } from './jira-adapter-kit.ts';

const file = (content: string | Buffer, more: Partial<OutgoingFile> = {}): OutgoingFile => ({
  name: 'log.txt',
  contentType: 'text/plain',
  size: Buffer.byteLength(content),
  stream: Readable.from([Buffer.from(content)]),
  ...more,
});

describe.each<Edition>(['cloud', 'data-center'])(`files for Jira %s${checked}`, (edition) => {
  let site: JiraSimulator;
  let issues: Issues;
  let impatient: Issues;
  let issue: { connection: string; issueId: string };
  beforeAll(async () => {
    ({ site, issues, impatient } = await startSite(edition));
    issue = { connection: 'jira', issueId: site.createIssue({ project: 'SUP', summary: 'Files' }).id };
  });
  afterEach(() => {
    site.faults.clear();
    site.issue(issue.issueId).attachments = [];
    assertNoProblems();
  });
  afterAll(() => site.close());
  const stored = () => site.issue(issue.issueId).attachments;

  test('when a file is uploaded, then its bytes, name and type arrive, and the id is given', async () => {
    const bytes = Buffer.from(Array.from({ length: 70_000 }, (_, at) => at % 256));
    const id = await issues.attach(issue, file(bytes, { name: 'chart.png', contentType: 'image/png' }));
    expect(stored()).toMatchObject([{ id, filename: 'chart.png', mimeType: 'image/png' }]);
    expect(stored()[0]?.content.equals(bytes)).toBe(true);
    const read = await issues.read(issue.issueId);
    expect(read).toMatchObject({ value: { attachments: [{ id, name: 'chart.png' }] } });
  });

  test('when its size is not known, then it is uploaded all the same; an empty one too', async () => {
    await issues.attach(issue, file('hello', { size: null }));
    await issues.attach(issue, file('', { name: 'empty' }));
    expect(stored().map(({ content }) => content.toString())).toEqual(['hello', '']);
  });

  test('when names and types are strange, then nothing but a name comes of them', async () => {
    const names = [
      'отчёт №1.txt',
      'a"b.txt',
      'a\r\nX-Evil: 1\r\n\r\n.txt',
      '../../etc/passwd',
      '',
      `${'n'.repeat(400)}.tar`,
    ];
    for (const name of names) await issues.attach(issue, file('x', { name, contentType: 'text/x\r\nX-Evil: 1' }));
    expect(stored().map(({ filename, mimeType }) => [filename, mimeType])).toEqual(
      ['отчёт №1.txt', 'a%22b.txt', 'a__X-Evil: 1____.txt', '.._.._etc_passwd', 'file', `${'n'.repeat(246)}.tar`].map(
        (name) => [name, 'application/octet-stream'],
      ),
    );
  });

  test('when a file is large, then it is sent while it is read, and never stands in memory whole', async () => {
    const CHUNK = Buffer.alloc(256 * 1024, 7);
    let [made, arrived] = [0, 0];
    const farthest: number[] = [];
    const stream = Readable.from(
      (async function* () {
        for (let at = 0; at < 32; at += 1) {
          made += CHUNK.length;
          farthest.push(made - arrived);
          yield CHUNK;
          await new Promise((resolve) => setTimeout(resolve, 2));
          arrived = made;
        }
      })(),
      { highWaterMark: 1, objectMode: true },
    );
    await issues.attach(issue, file('', { size: CHUNK.length * 32, stream }));
    expect(stored()[0]?.content.length).toBe(8 * 1024 * 1024);
    expect(Math.max(...farthest)).toBeLessThan(1024 * 1024);
  });

  test('when it is larger than the site allows, then it is rejected with 413, and its stream is closed', async () => {
    site.state.uploadLimit = 4;
    const big = file('12345');
    const { details } = await failureOf(issues.attach(issue, big));
    site.state.uploadLimit = 10_485_760;
    expect(details).toMatchObject({ kind: 'rejected', status: 413, inDoubt: false });
    expect(big.stream.destroyed).toBe(true);
  });

  test('when the file breaks off, then nothing was attached, nothing is in doubt, and its own error comes out', async () => {
    const own = new VendorError('Intercom did not answer in time', {
      vendor: 'intercom',
      connection: 'chat',
      kind: 'timeout',
      inDoubt: false,
    });
    const broken = (error: Error) =>
      Readable.from(
        (async function* () {
          yield Buffer.from('half');
          throw error;
        })(),
      );
    expect(await failureOf(issues.attach(issue, file('', { size: 9, stream: broken(own) })))).toBe(own);
    const other = await failureOf(issues.attach(issue, file('', { size: null, stream: broken(new Error('reset')) })));
    expect(other.details).toMatchObject({ kind: 'unavailable', inDoubt: false });
    expect(other.message).toContain('log.txt');
    expect(stored()).toHaveLength(0);
  });

  test.each([
    ['shorter', 9],
    ['longer', 3],
  ])('when the file is %s than was said, then it is rejected and nothing was attached', async (_, size) => {
    const error = await failureOf(issues.attach(issue, file('hello', { size })));
    expect(error.details).toMatchObject({ kind: 'rejected', inDoubt: false });
    expect(stored()).toHaveLength(0);
    // The connection that the half body went over is not used again.
    expect(await issues.attach(issue, file('next'))).toMatch(/^\d+$/);
  });

  test('when the answer is lost after the work, then it is in doubt', async () => {
    for (const kind of ['fail-after', 'hang-after', 'drop-after'] as const) {
      site.faults.add({ kind, method: 'POST', path: 'attachments', count: 1 });
      const sender = kind === 'hang-after' ? impatient : issues;
      expect((await failureOf(sender.attach(issue, file('x')))).details.inDoubt).toBe(true);
    }
    expect(stored()).toHaveLength(3);
  });

  test('when the issue is gone, or is no issue, then it says so', async () => {
    const gone = await failureOf(issues.attach({ connection: 'jira', issueId: '999999' }, file('x')));
    expect(gone.details).toMatchObject({ kind: 'gone', inDoubt: false });
    const wrong = file('x');
    expect((await failureOf(issues.attach({ connection: 'jira', issueId: '1/../2' }, wrong))).details.kind).toBe(
      'rejected',
    );
    expect(wrong.stream.destroyed).toBe(true);
  });
});

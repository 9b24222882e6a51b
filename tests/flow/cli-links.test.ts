// Links as files: what is exported can be imported, and a list with a mistake links nothing.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Cli, makeCli } from '../support/cli.ts';
import { inboxUrl, linkedDialog, notesIn, openDialog, startWorld, until, type World } from '../support/world.ts';

let world: World;
let cli: Cli;

beforeEach(async () => {
  world = await startWorld();
  cli = makeCli({ intercomUrl: world.intercom.url, jiraUrl: world.jira.url, folder: world.folder });
});

afterEach(async () => {
  await world.stop();
});

function save(name: string, text: string): string {
  const file = join(world.folder, name);
  writeFileSync(file, text);
  return file;
}

/** Without the progress that a slow machine makes it tell. */
const withoutProgress = (stderr: string): string => stderr.replaceAll(/^(Checked|Linked) \d+ of .*\n/gm, '');

const issue = (): string => world.jira.createIssue({ project: 'SUP', summary: 'Plain' }).key;

describe('links export', () => {
  it.each(['csv', 'jsonl'])(
    'when links are exported as %s, then importing the file finds them all known',
    async (ending) => {
      const first = await linkedDialog(world);
      const second = await linkedDialog(world);
      const file = join(world.folder, `links.${ending}`);
      const out = await cli.run('links', 'export', file);
      expect([out.code, out.stderr]).toEqual([0, `2 links exported to ${file}\n`]);
      const text = readFileSync(file, 'utf8');
      for (const one of [first, second]) {
        expect(text).toContain(`/conversation/${one.conversationId}`);
        expect(text).toContain(`/browse/${one.issue.key}`);
      }
      const back = await cli.run('links', 'import', file);
      expect([back.code, back.stdout]).toEqual([0, '0 new links, 2 known already\n']);
      expect(notesIn(world, first.conversationId)).toHaveLength(1);
    },
  );

  it('when a link was taken away, then it is not exported', async () => {
    const { conversationId } = await linkedDialog(world);
    const { body } = await world.api('GET', `/links?conversation=${conversationId}`);
    const [link] = body['links'] as { id: string }[];
    await world.api('DELETE', `/links/${link?.id}`);
    const { stdout, stderr } = await cli.run('links', 'export', '-');
    expect(stdout).toBe('conversation,issue,linked_at,origin\n');
    expect(stderr).toBe('0 links exported\n');
  });
});

describe('links import', () => {
  it('when every row is good, then all are linked, by id, key or address', async () => {
    const [one, two] = [openDialog(world), openDialog(world)];
    const [a, b] = [issue(), issue()];
    const rows = `issue,note,conversation\n${a},"kept, as it was",${one}\n${world.jira.url}/browse/${b},,${inboxUrl(two)}\n`;
    const { code, stdout, stderr } = await cli.run('links', 'import', save('links.csv', rows));
    expect([code, stdout, withoutProgress(stderr)]).toEqual([0, '2 new links, 0 known already\n', '']);
    await until('both notes', () => notesIn(world, one).length === 1 && notesIn(world, two).length === 1);
  });

  it('when one row is wrong, then each wrong row is told with its line and nothing is linked', async () => {
    const dialog = openDialog(world);
    const rows = [
      'conversation,issue',
      `${dialog},${issue()}`,
      `"4711",${issue()}`,
      `${dialog},SUP-4711`,
      `${inboxUrl('1', 'app.intercom.com', 'other')},${issue()}`,
      `${dialog},`,
      `somewhere,${issue()}`,
    ];
    const file = save('links.csv', rows.join('\r\n'));
    const { code, stderr } = await cli.run('links', 'import', file);
    expect(code).toBe(1);
    const lines = withoutProgress(stderr).trim().split('\n');
    expect(lines.map((line) => line.replace(`${file}:`, ''))).toEqual([
      '3: conversation: Intercom has no 4711, or hides it',
      "4: issue: Jira has no SUP-4711, or hides it from the bridge's account",
      '5: conversation: the workspace other is not in the config',
      '6: issue: nothing stands there',
      '7: conversation: "somewhere" is neither an id nor an address of a conversation',
      ' 5 rows refused, see above, so nothing was linked; mend them and import again',
    ]);
    expect(notesIn(world, dialog)).toEqual([]);
  });

  it('when it is a dry run, then the rows are checked and nothing is linked', async () => {
    const dialog = openDialog(world);
    const file = save('links.jsonl', `${JSON.stringify({ conversation: dialog, issue: issue() })}\n\n`);
    const { code, stdout } = await cli.run('links', 'import', file, '--dry-run');
    expect([code, stdout]).toEqual([0, `${file}: 1 row, all good (dry run: nothing was linked)\n`]);
    expect((await world.api('GET', `/links?conversation=${dialog}`)).body['links']).toEqual([]);
  });

  it('when the file has no header or a broken quote, then it is refused as a whole with 2', async () => {
    const headless = await cli.run('links', 'import', save('a.csv', '1,SUP-1\n'));
    const broken = await cli.run('links', 'import', save('b.csv', 'conversation,issue\n"1,SUP-1\n'));
    expect([headless.code, broken.code]).toEqual([2, 2]);
    expect(headless.stderr).toContain('has no columns "conversation" and "issue"');
    expect(broken.stderr).toContain('line 2: a quote is not closed');
  });
});

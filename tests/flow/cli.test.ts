// The command line as a person meets it: help, mistakes, the config, the database.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { type Cli, type CliSettings, makeCli } from '../support/cli.ts';

const opened: Cli[] = [];
function cli(settings: CliSettings = {}): Cli {
  const made = makeCli(settings);
  opened.push(made);
  return made;
}

afterEach(() => {
  for (const one of opened.splice(0)) one.close();
});

const linesOf = (text: string): string[] => text.split('\n').filter((line) => line !== '');

describe('how the command line is used', () => {
  it('when help is asked for, then every command is named and nothing that is not there', async () => {
    const { code, stdout } = await cli().run('--help');
    expect(code).toBe(0);
    const names = 'serve migrate doctor setup config receive trace plan explain replay sweep links'.split(' ');
    for (const name of names) expect(stdout).toMatch(new RegExp(`^  ${name}\\b`, 'm'));
    // Comes with the customer card.
    expect(stdout).not.toMatch(/^ {2}customers\b/m);
  });

  it.each([
    { args: ['frobnicate'], says: "unknown command 'frobnicate'" },
    { args: ['trace'], says: "missing required argument 'QUERY'" },
    { args: ['sweep', '--hard'], says: "unknown option '--hard'" },
    { args: ['serve', '--role', 'worker'], says: '--role worker: dividing the work among processes needs Redis' },
    { args: ['serve', '--role', 'king'], says: '--role: found "king", allowed all' },
    {
      args: ['links', 'export', 'links.txt'],
      says: 'FILE: found "links.txt", allowed a name that ends in .csv or .jsonl',
    },
    { args: ['receive', 'intercom', 'missing.json'], says: 'FILE: missing.json: there is no such file' },
    { args: ['receive', 'jiro', 'missing.json'], says: 'CONNECTION: found "jiro", allowed intercom, jira' },
  ])('when it is used wrongly ($args), then it says so in one line and ends with 2', async ({ args, says }) => {
    const { code, stderr } = await cli().run(...args);
    expect(code).toBe(2);
    expect(linesOf(stderr)).toHaveLength(1);
    expect(stderr).toContain(says);
    expect(stderr).toMatch(/[;,] (see|run|rename|give|the names)/);
  });
});

describe('the config on the command line', () => {
  it('when the file is right, then check says what is configured and no secret', async () => {
    const { code, stdout, stderr } = await cli().run('config', 'check');
    expect(code).toBe(0);
    expect(stdout).toContain('workflow incident: Bug in SUP on jira');
    expect(stdout + stderr).not.toMatch(/intercom-token|jira-token|bridge@example/);
  });

  it('when another file is named, then that one is checked', async () => {
    const { code, stderr } = await cli().run('config', 'check', 'other.yaml');
    expect(code).toBe(1);
    expect(stderr).toMatch(/^other\.yaml:1:1: found no such file, allowed a file that can be read; /);
    expect(linesOf(stderr)).toHaveLength(1);
  });

  it('when the file has two mistakes, then each is a line with its place and the nearest right name', async () => {
    const change = (text: string): string => text.replace('region: us', 'region: uk').replace('siteUrl:', 'siteurl:');
    const { code, stderr } = await cli({ change }).run('config', 'check');
    expect(code).toBe(1);
    expect(stderr).toMatch(/deskbridge\.yaml:5:\d+ connections\.intercom\.region: found "uk"/);
    expect(stderr).toContain('siteUrl');
    for (const line of linesOf(stderr)) expect(line).toMatch(/^\S+deskbridge\.yaml:\d+:\d+ /);
  });

  it('when a secret is not in the environment, then check names it', async () => {
    const { code, stderr } = await cli({ env: { JIRA_API_TOKEN: undefined } }).run('config', 'check');
    expect(code).toBe(1);
    expect(stderr).toContain('JIRA_API_TOKEN');
  });

  it('when the schema is asked for, then it is JSON Schema', async () => {
    const { code, stdout } = await cli().run('config', 'schema');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ $schema: expect.stringContaining('json-schema.org'), type: 'object' });
  });
});

describe('the database on the command line', () => {
  it('when there is none, then migrate makes it, and doing it again is well', async () => {
    const one = cli();
    const first = await one.run('migrate');
    const second = await one.run('migrate');
    expect([first.code, second.code]).toEqual([0, 0]);
    expect(first.stdout).toMatch(/is up to date/);
    expect(existsSync(join(one.folder, 'deskbridge.db'))).toBe(true);
  });

  it('when there is none, then a question about it is refused and none is made', async () => {
    const one = cli();
    const { code, stderr } = await one.run('trace', 'SUP-1');
    expect(code).toBe(1);
    expect(stderr).toMatch(/^DATABASE_URL: .* does not exist; run this where the service runs/);
    expect(existsSync(join(one.folder, 'deskbridge.db'))).toBe(false);
  });

  it('when it can not be opened, then the one line says what to check', async () => {
    const { code, stderr } = await cli({ env: { DATABASE_URL: `sqlite:${process.execPath}/deskbridge.db` } }).run(
      'migrate',
    );
    expect(code).toBe(1);
    expect(linesOf(stderr)).toHaveLength(1);
    expect(stderr).toContain('check the path and its permissions');
  });
});

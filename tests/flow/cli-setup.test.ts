// Names of the config against the live accounts, and making what may be made, on the real command line.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type IntercomSimulator, startIntercomSimulator } from '../../src/simulators/intercom/index.ts';
import { type JiraSimulator, startJiraSimulator } from '../../src/simulators/jira/index.ts';
import { type Cli, finished, makeCli } from '../support/cli.ts';

let intercom: IntercomSimulator;
let jira: JiraSimulator;
let cli: Cli;

const RULES = `    rules:
      - on: status_changed
        to: { status: Dnoe }
        do: [note]
      - on: linked
        if: { customer: { tier: gold } }
        do: [{ tag: promised-fix }, { attributes: { "Fix state": "{{ issue.status }}" } }]
`;

beforeEach(async () => {
  intercom = await startIntercomSimulator({});
  jira = await startJiraSimulator({ edition: 'cloud', indexLagMs: 0 });
  const change = (text: string) => text.replace(/( +issue: .*\n)/, `$1${RULES}`);
  cli = makeCli({ intercomUrl: intercom.url, jiraUrl: jira.url, change });
});

afterEach(async () => {
  await intercom.close();
  await jira.close();
  cli.close();
});

describe('config check --online', () => {
  it('when names do not exist, then each is told with its place and the nearest that does, and it ends with 1', async () => {
    const { code, stdout, stderr } = await cli.run('config', 'check', '--online');
    expect(code).toBe(1);
    expect(stdout).toMatch(/error: .*deskbridge\.yaml:\d+:\d+ .*"Dnoe".*did you mean "Done"\?/);
    expect(stdout).toMatch(/"promised-fix".*deskbridge setup creates it/);
    expect(stderr).toMatch(/can't mean anything/);
    expect((await cli.run('config', 'check')).code).toBe(0);
  });

  it('when an account does not answer, then it says which names were not looked at', async () => {
    await jira.close();
    const { code, stdout, stderr } = await cli.run('config', 'check', '--online');
    expect(code).toBe(1);
    expect(stdout).toMatch(/not looked at: jira/);
    expect(stdout).not.toContain('Dnoe');
    expect(stderr).toMatch(/Not looked at: jira; run: deskbridge doctor/);
    jira = await startJiraSimulator({ edition: 'cloud' });
  });
});

describe('setup', () => {
  it('when things are missing, then it shows them and asks; answered no, or by nobody, it creates nothing', async () => {
    const asked = cli.start('setup');
    asked.stdin?.end('no\n');
    const no = await finished(asked);
    expect(no.code).toBe(0);
    expect(no.stdout).toContain('tag "promised-fix" in intercom');
    expect(no.stdout).toContain('attribute of conversations (text) "Fix state" in intercom');
    expect(no.stdout).toContain('attribute of contacts (text) "tier" in intercom');
    expect(no.stdout).toContain('Nothing was created');
    const alone = cli.start('setup');
    alone.stdin?.end();
    expect(await finished(alone)).toMatchObject({ code: 2, stderr: expect.stringContaining('--yes') as string });
    expect((await cli.run('config', 'check', '--online')).stdout).toContain('"promised-fix"');
  });

  it('when it is answered yes, then all is created once, and the next time there is nothing to do', async () => {
    const asked = cli.start('setup');
    asked.stdin?.end('y\n');
    const yes = await finished(asked);
    expect(yes.code).toBe(0);
    for (const name of ['promised-fix', 'Fix state', 'tier']) {
      expect(yes.stdout).toMatch(new RegExp(`✓ .*"${name}" in intercom`));
    }
    const again = await cli.run('setup', '--yes');
    expect(again).toMatchObject({ code: 0, stderr: '' });
    expect(again.stdout).toMatch(/is there/);
    const check = await cli.run('config', 'check', '--online');
    expect(check.stdout).not.toContain('promised-fix');
    expect(check.stdout).not.toContain('tier');
  });
});

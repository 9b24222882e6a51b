// The doctor with all well, and with each thing broken once: it names the thing and the next click, and no person.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { examine } from '../../src/application/doctor.ts';
import { examinationOf } from '../../src/cli/doctor.ts';
import { loadEnvironment } from '../../src/config/environment.ts';
import { loadConfig } from '../../src/config/load-config.ts';
import { openBridge } from '../../src/main.ts';
import { addConversationAttribute, addTag, startIntercomSimulator } from '../../src/simulators/intercom/index.ts';
import type { IntercomSimulator } from '../../src/simulators/intercom/index.ts';
import { type JiraSimulator, startJiraSimulator } from '../../src/simulators/jira/index.ts';
import { type Cli, type CliRun, type CliSettings, configText, makeCli } from '../support/cli.ts';

let intercom: IntercomSimulator;
let jira: JiraSimulator;
const opened: Cli[] = [];

beforeEach(async () => {
  intercom = await startIntercomSimulator({});
  jira = await startJiraSimulator({ edition: 'cloud' });
});

afterEach(async () => {
  await intercom.close();
  await jira.close();
  for (const one of opened.splice(0)) one.close();
});

async function consult(settings: CliSettings = {}): Promise<CliRun> {
  const cli = makeCli({ intercomUrl: intercom.url, jiraUrl: jira.url, ...settings });
  opened.push(cli);
  return cli.run('doctor');
}

const marked = (mark: string, text: string): string[] =>
  text.split('\n').filter((line) => line.startsWith(`  ${mark} `));

describe('the doctor', () => {
  it('when all is well, then nothing is broken, what to click is told, and nobody is named', async () => {
    addTag(intercom.state, 'jira');
    addConversationAttribute(intercom.state, { name: 'Jira key' });
    const { code, stdout, stderr } = await consult();
    expect([code, stderr]).toEqual([0, '']);
    expect(marked('✗', stdout)).toEqual([]);
    expect(marked('✓', stdout).length).toBeGreaterThanOrEqual(14);
    expect(marked('!', stdout)).toEqual(['  ! No webhook has come yet', '  ! No webhook has come yet']);
    expect(stdout).toContain('endpoint https://bridge.example.com/webhooks/intercom, topics conversation.admin.noted');
    expect(stdout).toContain('URL https://bridge.example.com/webhooks/jira, Secret: the value of webhookSecrets');
    const names = [...intercom.state.admins.values()].map((admin) => admin.name);
    for (const personal of [...names, 'bridge@example.com', ...jira.state.users.map((user) => user.displayName)]) {
      expect(stdout).not.toContain(personal);
    }
    expect(stdout).not.toMatch(/intercom-token|jira-token|intercom-secret|jira-secret/);
  });

  it.each<{ broken: string; settings: CliSettings; found: RegExp; next: string }>([
    {
      broken: 'the Intercom token is dead',
      settings: { env: { INTERCOM_ACCESS_TOKEN: 'wrong' } },
      found: /✗ The token is not accepted: GET \/me answered 401/,
      next: 'Developer Hub, your app, Authentication',
    },
    {
      broken: 'the Jira token is dead',
      settings: { env: { JIRA_API_TOKEN: 'wrong' } },
      found: /✗ The token is not accepted/,
      next: 'https://id.atlassian.com/manage-profile/security/api-tokens',
    },
    {
      broken: 'the workspace is another one',
      settings: { change: (text) => text.replace('workspaceId: ws1', 'workspaceId: ws2') },
      found: /✗ The token belongs to workspace ws1, the config names ws2/,
      next: 'Correct workspaceId in the config',
    },
    {
      broken: 'the region is another one',
      settings: { change: (text) => text.replace('region: us', 'region: eu') },
      found: /✗ The workspace is in region us, the config says eu/,
      next: 'Set region: us in the config',
    },
    {
      broken: 'the author is gone',
      settings: { change: (text) => text.replace('"900"', '"901234"') },
      found: /✗ Intercom knows no teammate 901234/,
      next: 'Correct the config',
    },
    {
      broken: 'the project does not exist',
      settings: { change: (text) => text.replace('project: SUP', 'project: NONE') },
      found: /✗ Workflow incident: there is no project NONE/,
      next: 'Correct the project key',
    },
    {
      broken: 'the issue type does not exist',
      settings: { change: (text) => text.replace('type: Bug', 'type: Incidence') },
      found: /✗ Workflow incident: project SUP has no issue type Incidence/,
      next: 'Use one of its types in the config: ',
    },
    {
      broken: 'Jira is not there',
      settings: { jiraUrl: 'http://127.0.0.1:9' },
      found: /✗ Jira gave no answer: .*ECONNREFUSED/,
      next: 'Check that this machine reaches http://127.0.0.1:9',
    },
    {
      broken: 'the public address is this machine',
      settings: { env: { PUBLIC_URL: 'http://localhost:8080' } },
      found: /✗ PUBLIC_URL http:\/\/localhost:8080 can be reached from this machine or network only/,
      next: 'Set PUBLIC_URL to the https address',
    },
    {
      broken: 'the public address is not https',
      settings: { env: { PUBLIC_URL: 'http://bridge.example.com' } },
      found: /✗ PUBLIC_URL http:\/\/bridge.example.com is not https/,
      next: 'Set PUBLIC_URL to the https address',
    },
    {
      broken: 'the database can not be opened',
      settings: { env: { DATABASE_URL: `sqlite:${process.execPath}/deskbridge.db` } },
      found: /✗ The database sqlite:.* can't be used/,
      next: 'Set DATABASE_URL=sqlite:PATH',
    },
    {
      broken: 'the config is wrong',
      settings: { change: (text) => text.replace('workspaceId', 'workspaceID') },
      found: /✗ .*deskbridge\.yaml:\d+:\d+ .*workspaceID/,
      next: 'workspaceId',
    },
  ])('when $broken, then that alone is ✗ with what to do', async ({ settings, found, next }) => {
    const { code, stdout, stderr } = await consult(settings);
    expect(code).toBe(1);
    expect(stdout).toMatch(found);
    expect(stdout).toContain(next);
    const isOne = stdout.includes('workspaceID') || marked('✗', stdout).length === 1;
    expect({ isOne, crosses: marked('✗', stdout) }).toMatchObject({ isOne: true });
    expect(stderr).toMatch(/^Broken: \d+, see the lines with ✗ and what stands below each\n$/);
  });

  it('when no API token is set, then it is a warning and no reason to fail', async () => {
    const { code, stdout } = await consult({ env: { DESKBRIDGE_API_TOKEN: undefined } });
    expect(code).toBe(0);
    expect(stdout).toMatch(/! DESKBRIDGE_API_TOKEN is not set[^\n]*\n {6}Set it to a long random text/);
  });

  it('when the tag and the attribute do not exist, then it says how to create them', async () => {
    const { code, stdout } = await consult();
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /! There is no conversation attribute "Jira key"[^\n]*\n {6}deskbridge setup creates it \(or Intercom, Settings, Data/,
    );
    expect(stdout).toMatch(
      /! There is no tag "jira"[^\n]*\n {6}deskbridge setup creates it \(or Intercom, Settings, Tags/,
    );
  });
});

/** In this process, with a clock and permissions that no simulator can be given. */
async function examineHere(change: {
  now?: () => number;
  lacking?: (wanted: readonly string[]) => readonly string[];
}): Promise<string[]> {
  const env = {
    INTERCOM_ACCESS_TOKEN: 'intercom-token',
    INTERCOM_CLIENT_SECRET: 'intercom-secret',
    JIRA_API_TOKEN: 'jira-token',
    JIRA_WEBHOOK_SECRET: 'jira-secret',
  };
  const text = configText(intercom.url, jira.url);
  const config = loadConfig({ path: 'test.yaml', env, readFile: () => text });
  const environment = loadEnvironment({ DATABASE_URL: 'sqlite::memory:', PUBLIC_URL: 'https://bridge.example.com' });
  const { bridge, close } = await openBridge({ config, environment });
  const clockOf = async (): Promise<number> => Math.floor(Date.now() / 1000) * 1000;
  const whole = examinationOf({ config, environment }, bridge, { clockOf, now: change.now ?? Date.now });
  const { lacking } = change;
  const accounts = whole.accounts.map((account) =>
    account.kind === 'jira' && lacking !== undefined
      ? {
          ...account,
          checks: { ...account.checks, lacking: async (_: string, wanted: readonly string[]) => lacking(wanted) },
        }
      : account,
  );
  const sections = await examine({ ...whole, accounts });
  await close();
  return sections.flatMap(({ findings }) => findings.map(({ mark, text: found }) => `${mark} ${found}`));
}

describe('the doctor about what no simulator can be given', () => {
  it.each([
    { minutes: 5, words: '300 s ahead of theirs' },
    { minutes: -5, words: '300 s behind theirs' },
  ])('when the clock is $minutes minutes off, then it is bad for each vendor', async ({ minutes, words }) => {
    const found = await examineHere({ now: () => Date.now() + minutes * 60_000 });
    const clocks = found.filter((line) => line.includes('The clock here'));
    expect(clocks).toHaveLength(2);
    for (const line of clocks) expect(line.replace(/29[89]|30[12]/, '300')).toMatch(new RegExp(`^bad .*${words}`));
  });

  it('when the clock is half a minute off, then it is well', async () => {
    const found = await examineHere({ now: () => Date.now() + 30_000 });
    expect(found.filter((line) => line.startsWith('bad'))).toEqual([]);
  });

  it('when the account may not comment, then the permission is named as Jira names it', async () => {
    const found = await examineHere({ lacking: (wanted) => wanted.filter((name) => name === 'ADD_COMMENTS') });
    expect(found).toContain('bad The account lacks in SUP: Add Comments');
  });
});

// Whole config files at the command line: `explain` names the rule that an event met, and `plan` with the same file finds no difference.
import { afterEach, describe, expect, test } from 'vitest';
import { addConversationAttribute, addTag } from '../../src/simulators/intercom/index.ts';
import { makeCli } from '../support/cli.ts';
import { fileText, playFile } from '../support/configs/play-file.ts';
import { addProject, startDialog, warmUp } from '../support/examples.ts';
import { eventsOf, quiet } from '../support/observe.ts';
import { startWorld, type World } from '../support/world.ts';

const ENV = { ALERT_URL: 'http://127.0.0.1:9/night', LEAD_URL: 'http://127.0.0.1:9/lead' };

/** The file, where its dialogs are linked, and where the rule stands that `Done` meets. */
const FILES = [
  ['tests/support/configs/full.yaml', 'SUP', 'Bug', 'workflows.incident.rules[3]', 'workflows.incident.rules[1]'],
  ['config/examples/small-team.yaml', 'SUP', 'Bug', 'workflows.bug.rules[0]', null],
  ['config/examples/tickets.yaml', 'DESK', 'Task', 'workflows.request.rules[3]', 'workflows.request.rules[1]'],
] as const;

let world: World;
afterEach(() => world.stop());

describe.each(FILES)('%s at the command line', (path, project, type, met, passed) => {
  test('when an event is explained, then its rule is named; when the same file is tried, then nothing differs', async () => {
    let text = '';
    world = await startWorld({
      file: ({ intercom, jira }) => {
        text = playFile(fileText(path), { intercom: { url: intercom }, jira: { url: jira } });
        return text;
      },
      env: ENV,
      jira: { seed: (state) => addProject(state, 'SUP', { key: 'DESK' }) },
    });
    for (const tag of ['jira', 'fixed', 'waiting', 'tell-customer']) addTag(world.intercom.state, tag);
    addConversationAttribute(world.intercom.state, { name: 'Jira key' });
    await warmUp(world);
    const { issue } = await startDialog(world, { project, type });
    for (const to of ['In Progress', 'Done']) {
      world.jira.transitionIssue({ issue: issue.key, to });
      await quiet(world);
    }
    const events = await eventsOf(world, issue.key);
    const last = events.findLast(({ reason }) => reason === 'noted');
    const cli = makeCli({ folder: world.folder, change: () => text, env: ENV });

    const explained = await cli.run('explain', last?.id ?? '');
    expect(explained).toMatchObject({ code: 0, stderr: '' });
    expect(explained.stdout).toContain('Ended done noted with config');
    const lines = explained.stdout.split('\n');
    expect(lines.filter((line) => line.includes('✓ ') && line.includes('rules['))).toEqual([
      expect.stringContaining(`✓ ${met}`),
    ]);
    if (passed !== null) expect(explained.stdout).toContain(`✗ ${passed}`);
    expect(explained.stdout).toMatch(/add_note → conversation\/intercom\/\d+: delivered/);

    const plan = await cli.run('plan', '--config', cli.configFile, '--last', '1000', '--json');
    expect(plan).toMatchObject({ code: 0, stderr: '' });
    const tried = JSON.parse(plan.stdout) as { events: number; same: number; different: unknown[] };
    expect(tried).toMatchObject({ different: [], untold: [] });
    expect(tried.same).toBeGreaterThan(5);
  });
});

// The file that shows all that a workflow can say: each of its rules, from a developer's hand to the operator's eyes.
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createUnchangedScan } from '../../src/application/unchanged.ts';
import { addConversationAttribute, addTag } from '../../src/simulators/intercom/index.ts';
import { fileText, playFile } from '../support/configs/play-file.ts';
import {
  addField,
  dialogIn,
  expectPlayed,
  linkByNote,
  play,
  startDialog,
  tagsOf,
  warmUp,
} from '../support/examples.ts';
import { quiet } from '../support/observe.ts';
import { openDialog, startWorld, type World } from '../support/world.ts';

const FILE = fileText('tests/support/configs/full.yaml');
const rule = (index: number, workflow = 'incident'): string => `workflows.${workflow}.rules[${index}]`;
const NOTE = 'POST /conversations/N/reply';
/** Opening, closing, snoozing and assigning. */
const STATE = 'POST /conversations/N/parts';
const TAG = 'POST /conversations/N/tags';
const ATTRIBUTE = 'PUT /conversations/N';
const REMOTE_LINK = 'POST /rest/api/N/issue/N/remotelink';
const DAY = 86_400_000;

/** A clock that can be put forward. */
const clock = { ahead: 0 };
const now = (): number => Date.now() + clock.ahead;

describe.each(['cloud', 'data-center'] as const)('the reference file on Jira %s', (edition) => {
  let world: World;
  beforeAll(async () => {
    clock.ahead = 0;
    world = await startWorld({
      edition,
      file: ({ intercom, jira }) => playFile(FILE, { intercom: { url: intercom }, jira: { url: jira, edition } }),
      env: { ALERT_URL: 'http://127.0.0.1:9/night' },
      jira: { seed: (state) => addField(state, 10_050, 'Plan', 'text') },
      service: { now },
    });
    world.jira.state.now = now;
    for (const tag of ['jira', 'fixed', 'waiting']) addTag(world.intercom.state, tag);
    for (const name of ['Jira key', 'Jira status']) addConversationAttribute(world.intercom.state, { name });
    await warmUp(world);
  });
  afterAll(() => world.stop());
  afterEach(() => world.guard.assertNoProblems());

  const move = (issue: { key: string }, to: string, resolution?: string) => () =>
    world.jira.transitionIssue({ issue: issue.key, to, ...(resolution === undefined ? {} : { resolution }) });
  const edit = (issue: { key: string }, fields: Parameters<World['jira']['editIssue']>[0]['fields']) => () =>
    world.jira.editIssue({ issue: issue.key, fields });
  const heading = (issue: { key: string }) => `${issue.key} Report does not open`;
  async function closed(conversationId: string): Promise<void> {
    world.intercom.teammateCloses({ conversationId });
    await quiet(world);
  }

  test('when a dialog is linked, then note, tag and attribute come of the rule', async () => {
    const conversationId = openDialog(world);
    const issue = world.jira.createIssue({ project: 'SUP', summary: 'Report does not open' });
    await quiet(world);
    const seen = await play(world, conversationId, () => linkByNote(world, conversationId, issue.key));
    expectPlayed(seen, { outcome: 'done linked', rule: rule(0), calls: [NOTE, TAG, ATTRIBUTE, REMOTE_LINK] });
  });

  test('when it is tested, then the note says so in the words of the file, also where nobody is assigned', async () => {
    const { conversationId, issue } = await startDialog(world);
    await play(world, conversationId, move(issue, 'In Progress'));
    const nobody = await play(world, conversationId, move(issue, 'Testing'));
    const notes = [[heading(issue), `${issue.key} проверяет тестирование`]];
    expectPlayed(nobody, { outcome: 'done noted', rule: rule(1), calls: [NOTE], notes });
    await play(world, conversationId, edit(issue, { assignee: 'ivan' }));
    await play(world, conversationId, move(issue, 'In Progress'));
    const somebody = await play(world, conversationId, move(issue, 'Testing'));
    expect(somebody.notes).toEqual([[heading(issue), `${issue.key} проверяет Ivan Petrov`]]);
  });

  test('when the status has its other name, then the same rule holds', async () => {
    const { conversationId, issue } = await startDialog(world);
    await play(world, conversationId, move(issue, 'In Progress'));
    const status = world.jira.state.statuses.find(({ id }) => id === '10003');
    if (status !== undefined) status.name = 'Проверка';
    const seen = await play(world, conversationId, move(issue, '10003'));
    if (status !== undefined) status.name = 'Testing';
    expectPlayed(seen, { outcome: 'done noted', rule: rule(1), calls: [NOTE] });
  });

  test('when work begins, then a note tells it and nothing else happens', async () => {
    const { conversationId, issue } = await startDialog(world);
    await closed(conversationId);
    const seen = await play(world, conversationId, move(issue, 'In Progress'));
    const notes = [[heading(issue), 'Статус: To Do → In Progress']];
    expectPlayed(seen, { outcome: 'done noted', rule: rule(2), calls: [NOTE], notes });
    expect(dialogIn(world, conversationId).state).toBe('closed');
  });

  test('when it is done, then everything that the rule lists happens', async () => {
    const { conversationId, issue } = await startDialog(world);
    world.intercom.teammateTags({ conversationId, tag: 'waiting' });
    const { ticketId } = world.intercom.teammateConverts({ conversationId });
    await closed(conversationId);
    const seen = await play(world, conversationId, move(issue, 'Done', 'Done'));
    const marks = [TAG, 'DELETE /conversations/N/tags/N', ATTRIBUTE, 'PUT /tickets/N'];
    expectPlayed(seen, {
      outcome: 'done noted',
      rule: rule(3),
      calls: [NOTE, STATE, STATE, ...marks, REMOTE_LINK],
      notes: [
        [
          heading(issue),
          'Статус: To Do → Done',
          'Решение: нет → Done',
          'Теперь можно ответить клиенту: решение «Done»',
        ],
      ],
    });
    const { state, adminAssigneeId, customAttributes } = dialogIn(world, conversationId);
    expect({ state, adminAssigneeId, tags: tagsOf(world, conversationId) }).toEqual({
      state: 'open',
      adminAssigneeId: '901',
      tags: ['fixed', 'jira'],
    });
    expect(customAttributes).toMatchObject({ 'Jira status': 'Done', 'Jira key': issue.key });
    expect(world.intercom.state.tickets.get(ticketId ?? '')?.stateId).toBe('8272');
  });

  test('when it will not be done, then the default rule tells it and opens the dialog, without the marks', async () => {
    for (const resolution of ["Won't Do", 'Duplicate']) {
      const { conversationId, issue } = await startDialog(world);
      await closed(conversationId);
      const seen = await play(world, conversationId, move(issue, 'Done', resolution));
      expectPlayed(seen, { outcome: 'done noted', rule: 'default: done', calls: [NOTE, STATE, REMOTE_LINK] });
      expect(dialogIn(world, conversationId).state).toBe('open');
      expect(tagsOf(world, conversationId)).toEqual(['jira']);
    }
  });

  test('when it comes back, then the dialog is opened and warned; straight into work the rule above stands first', async () => {
    const { conversationId, issue } = await startDialog(world);
    await play(world, conversationId, move(issue, 'Done', 'Done'));
    await closed(conversationId);
    const back = await play(world, conversationId, move(issue, 'To Do'));
    expectPlayed(back, { outcome: 'done noted', rule: rule(4), calls: [NOTE, STATE, REMOTE_LINK] });
    const warning = `${issue.key} снова в работе: Done → To Do. Клиент, возможно, думает, что всё исправлено.`;
    expect(back.notes).toEqual([[heading(issue), warning]]);
    expect(dialogIn(world, conversationId).state).toBe('open');
    await play(world, conversationId, move(issue, 'Done', 'Done'));
    const onward = await play(world, conversationId, move(issue, 'In Progress'));
    expectPlayed(onward, { outcome: 'done noted', rule: rule(2) });
  });

  test('when the priority becomes urgent, then the rule tells it; another is told by the default', async () => {
    const { conversationId, issue } = await startDialog(world);
    const urgent = await play(world, conversationId, edit(issue, { priority: 'Critical' }));
    expectPlayed(urgent, {
      outcome: 'done noted',
      rule: rule(5),
      calls: [NOTE],
      notes: [[heading(issue), 'Приоритет: Major → Critical']],
    });
    const minor = await play(world, conversationId, edit(issue, { priority: 'Minor' }));
    expectPlayed(minor, { outcome: 'done noted', rule: 'default: priority_changed', calls: [NOTE] });
  });

  test('when a developer asks support, then the question opens the dialog', async () => {
    const { conversationId, issue } = await startDialog(world);
    await closed(conversationId);
    const bridge = world.jira.state.users.find(({ name }) => name === 'bridge');
    const mention = { type: 'mention', attrs: { id: bridge?.accountId ?? '', text: '@Deskbridge' } };
    const words = { type: 'text', text: ' какой браузер?' };
    const cloud = { version: 1, type: 'doc', content: [{ type: 'paragraph', content: [mention, words] }] };
    const body = edition === 'cloud' ? cloud : '[~bridge] какой браузер?';
    const asked = await play(world, conversationId, () => world.jira.addComment({ issue: issue.key, body }));
    expectPlayed(asked, { outcome: 'done noted', rule: rule(6), calls: [NOTE, STATE] });
    const question = [`Вопрос в ${issue.key} — Olga Sokolova:`, '@Deskbridge какой браузер?'];
    expect(asked.notes).toEqual([[heading(issue), ...question]]);
    expect(dialogIn(world, conversationId).state).toBe('open');
  });

  test('when a version comes out, then the dialogs of its issues are told and opened', async () => {
    const { conversationId, issue } = await startDialog(world);
    await play(world, conversationId, edit(issue, { fixVersions: ['2.4'] }));
    await closed(conversationId);
    const seen = await play(world, conversationId, () => world.jira.releaseVersion({ project: 'SUP', version: '2.4' }));
    expectPlayed(seen, { outcome: 'done noted', rule: rule(7), calls: [NOTE, STATE] });
    expect(seen.notes).toEqual([[heading(issue), `${issue.key}: вышла версия 2.4. Теперь можно ответить клиенту.`]]);
    expect(dialogIn(world, conversationId).state).toBe('open');
  });

  test('when somebody else is assigned, then nothing is told', async () => {
    const { conversationId, issue } = await startDialog(world);
    const seen = await play(world, conversationId, edit(issue, { assignee: 'max' }));
    expectPlayed(seen, { outcome: 'ignored silenced', rule: rule(9), calls: [], notes: [] });
  });

  test('when a wish is fulfilled, then it is told and the dialog sleeps for a day', async () => {
    const { conversationId, issue } = await startDialog(world, { project: 'IDEAS', type: 'Story' });
    const seen = await play(world, conversationId, move(issue, 'Done', 'Done'));
    expectPlayed(seen, { outcome: 'done noted', rule: rule(0, 'wish'), calls: [NOTE, STATE, REMOTE_LINK] });
    const { state, snoozedUntil } = dialogIn(world, conversationId);
    expect(state).toBe('snoozed');
    expect(Math.abs((snoozedUntil ?? 0) * 1000 - Date.now() - DAY)).toBeLessThan(60_000);
  });

  test('when nothing changes on an urgent issue for five days, then it is told; on another it is not', async () => {
    const urgent = await startDialog(world);
    const calm = await startDialog(world);
    await play(world, urgent.conversationId, edit(urgent.issue, { priority: 'Blocker' }));
    // The service looks by itself too, as soon as the time has come.
    const pass = (days: number) => async () => {
      clock.ahead = days * DAY;
      await createUnchangedScan(world.deskbridge.bridge).run(now());
    };
    expect((await play(world, urgent.conversationId, pass(4.9))).notes).toEqual([]);
    const seen = await play(world, urgent.conversationId, pass(5.1));
    expectPlayed(seen, { outcome: 'done noted', rule: rule(8), calls: [NOTE] });
    const stale = `${urgent.issue.key} без изменений 5 дней: To Do, исполнитель — не назначен.`;
    expect(seen.notes).toEqual([[heading(urgent.issue), stale]]);
    expect((await play(world, calm.conversationId, pass(5.2))).notes).toEqual([]);
  });
});

// The file that shows all that a workflow can say: the issues that come of it, and the comments that cross.
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { addTeam } from '../../src/simulators/intercom/index.ts';
import { fileText, playFile } from '../support/configs/play-file.ts';
import { addField, expectPlayed, nextIssue, play, shown, startDialog, warmUp } from '../support/examples.ts';
import { sitDown } from '../support/inbox-app.ts';
import { observe, quiet } from '../support/observe.ts';
import { notesIn, openDialog, startWorld, type World } from '../support/world.ts';

const FILE = fileText('tests/support/configs/full.yaml');
const NOTE = 'POST /conversations/N/reply';

const file = (name: string, data: Buffer) => ({ name, contentType: 'text/plain', data: data.toString('base64') });

describe.each(['cloud', 'data-center'] as const)('issues of the reference file on Jira %s', (edition) => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld({
      edition,
      file: ({ intercom, jira }) => playFile(FILE, { intercom: { url: intercom }, jira: { url: jira, edition } }),
      env: { ALERT_URL: 'http://127.0.0.1:9/night' },
      jira: {
        seed: (state) => {
          addField(state, 10_050, 'Plan', 'text');
          // Not among the choices of the file.
          state.priorities.push({ id: '5', name: 'Trivial', russian: 'Пустяк', description: '' });
          for (const project of state.projects) {
            if (project.key === 'PAY') project.required = [];
            if (project.key === 'MOB') project.components.push({ id: '99', name: 'App' });
          }
        },
      },
    });
    addTeam(world.intercom.state, { id: '801', name: 'Billing', adminIds: ['902'] });
    await warmUp(world);
  });
  afterAll(() => world.stop());
  afterEach(() => world.guard.assertNoProblems());

  const tag = (conversationId: string, name: string) => world.intercom.teammateTags({ conversationId, tag: name });
  const bug = (conversationId: string) => nextIssue(world, () => tag(conversationId, 'bug'));

  test('when a dialog is tagged as a bug, then its issue is made with all that the file says', async () => {
    const { conversationId = '' } = world.intercom.customerWrites({
      name: 'Maria Okafor',
      email: 'maria@example.com',
      company: { companyId: 'acme', name: 'Acme', plan: 'Enterprise' },
      body: '<p>Report fails. Write to maria@example.com, call +7 916 123-45-67. Card 4111 1111 1111 1111</p>',
      attachments: [
        file('video.mp4', Buffer.alloc(10.5 * 1024 * 1024)),
        ...Array.from({ length: 22 }, (_, at) => file(`log-${at}.txt`, Buffer.from(`line ${at}`))),
      ],
    });
    for (let at = 1; at <= 25; at += 1) {
      world.intercom.teammateReplies({ conversationId, body: `<p>answer number ${at}.</p>` });
    }
    await quiet(world);
    const key = await bug(conversationId);
    const issue = shown(world, key);
    expect(issue).toMatchObject({
      ...{ project: 'SUP', type: 'Bug', priority: 'Major', labels: ['from-support'], components: [] },
      custom: { customfield_10050: 'Enterprise' },
      summary: expect.stringContaining('Report fails'),
    });
    expect(issue.files).toHaveLength(20);
    expect(issue.files).not.toContain('video.mp4');
    expect(issue.text).toContain('video.mp4 не скопирован: больше 10 МБ');
    expect(issue.text).toContain('log-21.txt не скопирован: копируется не больше 20 файлов');
    expect(issue.text).toContain('Переписка (последние 20 из');
    expect(issue.text).toContain('answer number 25.');
    expect(issue.text).toContain('answer number 6.');
    expect(issue.text).not.toContain('answer number 5.');
    for (const secret of ['maria@example.com', '123-45-67', '4111 1111']) expect(issue.text).not.toContain(secret);
    expect(issue.text).toContain('телефон скрыт');
    expect(issue.text).toContain('1111');
    expect(issue.text).toContain('Maria Okafor');
    expect(notesIn(world, conversationId)).toHaveLength(1);
    // The tag put on once more makes no second one.
    world.intercom.act('teammate-untags', { conversationId, tag: 'bug' });
    const before = world.jira.created().length;
    tag(conversationId, 'bug');
    await quiet(world);
    expect(world.jira.created()).toHaveLength(before);
  });

  test('when the team is Billing, then the first route stands, whatever the tags say', async () => {
    const conversationId = openDialog(world, '<p>Charged twice</p>');
    world.intercom.teammateAssigns({ conversationId, assigneeType: 'team', assigneeId: '801' });
    tag(conversationId, 'mobile');
    const key = await bug(conversationId);
    expect(shown(world, key)).toMatchObject({ project: 'PAY', type: 'Bug', components: [], priority: 'Major' });
  });

  test('when it is tagged as mobile, then the second route stands, with its component', async () => {
    const conversationId = openDialog(world, '<p>The app closes</p>');
    tag(conversationId, 'mobile');
    const key = await bug(conversationId);
    expect(shown(world, key)).toMatchObject({ project: 'MOB', components: ['App'], labels: ['from-support'] });
  });

  test('when the form is opened, then it asks what the file asks, and offers its choices', async () => {
    const conversationId = openDialog(world, '<p>zzform does not work</p>');
    await quiet(world);
    const app = await sitDown(world, { conversationId });
    expect(app.lines().join()).toContain('Пожелание');
    await app.press('create:incident');
    expect(app.lines()).toContain('Создание: Инцидент');
    const priority = app.component('field:priority');
    expect(priority).toMatchObject({ value: '3' });
    expect(priority?.type === 'dropdown' ? priority.options.map(({ text }) => text) : []).toEqual([
      '— не задано —',
      ...['Blocker', 'Critical', 'Major', 'Minor'],
    ]);
    const values = { 'field:summary': 'zzform: отчёт', 'field:priority': '1', 'field:components': ['100002'] };
    const key = await nextIssue(world, () => app.press('submit', values));
    expect(shown(world, key)).toMatchObject({
      summary: 'zzform: отчёт',
      priority: 'Blocker',
      components: ['Search'],
      labels: ['from-support'],
    });
  });

  test('when a developer writes, changes and deletes a comment, then each is told; what is restricted is not', async () => {
    const { conversationId, issue } = await startDialog(world);
    const { id } = world.jira.addComment({ issue: issue.key, body: 'Смотрим' });
    await quiet(world);
    const seen = await play(world, conversationId, () =>
      world.jira.editComment({ issue: issue.key, comment: id, body: 'Смотрим сегодня' }),
    );
    const heading = `${issue.key} Report does not open`;
    expectPlayed(seen, {
      outcome: 'done noted',
      rule: 'default: comment_edited',
      calls: [NOTE],
      notes: [[heading, 'Комментарий изменён — Olga Sokolova:', 'Смотрим сегодня']],
    });
    const gone = await play(world, conversationId, () => world.jira.deleteComment({ issue: issue.key, comment: id }));
    expectPlayed(gone, {
      outcome: 'done noted',
      rule: 'default: comment_deleted',
      calls: [NOTE],
      notes: [[heading, 'Комментарий удалён — Olga Sokolova']],
    });
    const visibility = { type: 'role', value: 'Users' } as const;
    const hidden = await play(world, conversationId, () =>
      world.jira.addComment({ issue: issue.key, body: 'Секрет', visibility }),
    );
    expect(hidden).toMatchObject({ notes: [], calls: [], troubles: [] });
    expect(hidden.outcomes).toContain('ignored restricted_comment');
  });

  test('when a note begins as the file says, then it is a comment of the issue; another note stays', async () => {
    const { conversationId, issue } = await startDialog(world);
    await observe(world, conversationId, () =>
      world.intercom.teammateNotes({ conversationId, body: '<p>JIRA: браузер Firefox, maria@example.com</p>' }),
    );
    await observe(world, conversationId, () =>
      world.intercom.teammateNotes({ conversationId, body: '<p>Позвонить завтра</p>' }),
    );
    expect(shown(world, issue.key).comments).toEqual([expect.stringContaining('браузер Firefox')]);
    expect(shown(world, issue.key).comments.join()).not.toContain('maria@example.com');
  });
});

// Requests for issues as tables: what is created, what is answered, and what is left alone.
import { describe, expect, test } from 'vitest';
import type { ConversationChanged, IssueCreatedByUs, IssueRequested } from '../../../src/domain/event.ts';
import { readIncomplete } from '../../../src/domain/new-issue/incomplete.ts';
import type { ConversationFacts } from '../../../src/domain/plan/facts.ts';
import { planConversationEvent } from '../../../src/domain/plan/plan-conversation-event.ts';
import type { Rules } from '../../../src/domain/rules.ts';
import type { Workflow } from '../../../src/domain/workflow/workflow.ts';
import { details, one, workflow } from '../../support/workflow-builders.ts';
import { attachment, content, field, form, message, OPTIONS, request } from '../new-issue/builders.ts';
import { conversationFacts, DIALOG, ISSUE, link, NOW, noted, outcomes, RULES, snapshot, told } from './builders.ts';

const FORM = form();
const CONTENT = content([message('It fails', { attachments: [attachment('a.txt')] })]);

function rules(given: Partial<Workflow> = {}): Rules {
  const files = { maxBytes: 100, maxCount: 5 };
  return { ...RULES, workflows: [workflow([], { attachments: files, ...given })] };
}

function facts(given: Partial<ConversationFacts> = {}): ConversationFacts {
  return conversationFacts({ links: [], newIssue: { content: CONTENT, form: FORM }, ...given });
}

const plan = (given: Partial<IssueRequested> = {}, known = facts(), wanted = rules()) =>
  planConversationEvent(request(given), known, wanted);

describe('a request for an issue', () => {
  test('when all is there, then one issue is created, with the files that follow it', () => {
    const made = plan({ summary: 'It fails' });
    expect(outcomes(made)).toEqual(['done requested']);
    expect(made.actions).toHaveLength(1);
    expect(made.actions[0]?.action).toMatchObject({
      kind: 'create_issue',
      workflow: 'incident',
      origin: 'inbox_app',
      draft: { connection: 'jira', projectKey: 'SUP', typeId: '10', summary: 'It fails', labels: [] },
      files: [{ name: 'a.txt' }],
    });
  });

  test('when the same request is decided twice, then it has the same name; another one has another', () => {
    const name = (given: Partial<IssueRequested>) => plan(given).actions[0]?.once;
    expect(name({ summary: 'A' })).toBe(name({ summary: 'A' }));
    expect(name({ summary: 'A' })).not.toBe(name({ summary: 'B' }));
    expect(name({ summary: 'A', at: 1 })).not.toBe(name({ summary: 'A', at: 2 }));
  });

  test('when the operator chose the project and type, then the draft goes where the form is, through the same tracker', () => {
    const made = plan({ target: { project: 'SUP', type: 'Story' } });
    expect(made.actions[0]?.action).toMatchObject({ draft: { connection: 'jira', projectKey: 'SUP' } });
  });

  const needed = form(field('color', 'select', { name: 'Color', required: true, options: OPTIONS }));
  const cases: readonly (readonly [string, Partial<IssueRequested>, Partial<ConversationFacts>, RegExp])[] = [
    ['a required field is empty', {}, { newIssue: { content: CONTENT, form: needed } }, /“Color” is required/],
    ['the tracker has no such type', {}, { newIssue: { content: CONTENT, form: null } }, /no project SUP/],
    ['the config has no such workflow', { workflow: 'outage' }, {}, /no workflow “outage”.*There are: incident/],
  ];
  test.each(cases)(
    'when %s, then the form hears it at the field and a note tells anybody else',
    (_what, given, known, words) => {
      const inApp = plan(given, facts(known));
      expect(outcomes(inApp)).toEqual(['ignored request_incomplete']);
      expect(inApp.actions).toEqual([]);
      expect(readIncomplete(inApp.outcomes[0]?.detail ?? null)?.message).toMatch(words);
      for (const origin of ['note', 'rule'] as const) {
        const answered = plan({ ...given, origin }, facts(known));
        expect(outcomes(answered)).toEqual(['done answered']);
        expect(told(answered).flat().join(' ')).toMatch(words);
      }
    },
  );

  test('when a field is missing, then the form is told its id', () => {
    const made = plan({}, facts({ newIssue: { content: CONTENT, form: needed } }));
    expect(readIncomplete(made.outcomes[0]?.detail ?? null)?.fields).toEqual({ color: '“Color” is required' });
  });

  test('when a value of the config does not fit a free field, then the issue is created and the trace says so', () => {
    const free = form(field('priority', 'priority', { name: 'Priority', options: OPTIONS }));
    const made = plan(
      {},
      facts({ newIssue: { content: CONTENT, form: free } }),
      rules({ priority: { default: 'Major', choices: [] } }),
    );
    expect(outcomes(made)).toEqual(['done requested']);
    expect(made.outcomes[0]?.detail).toContain('“Major” does not fit “Priority”: choose one of Red');
  });

  test('when the conversation is gone, then nothing happens', () => {
    const made = plan({ origin: 'note' }, facts({ newIssue: { content: null, form: null } }));
    expect(outcomes(made)).toEqual(['ignored conversation_not_found']);
  });

  const before: readonly (readonly [string, Partial<ConversationFacts>, string])[] = [
    ['has a linked issue of it', { links: [link()], issues: { ln_1: snapshot() } }, 'ignored already_requested'],
    ['had one that was unlinked', { links: [link({ unlinkedAt: 1 })] }, 'ignored already_requested'],
    ['has one of another project', { links: [link({ issueKey: 'PAY-1' })] }, 'done requested'],
  ];
  test.each(before)('when a rule asks and the dialog %s, then it ends as %s', (_what, known, expected) => {
    expect(outcomes(plan({ origin: 'rule' }, facts(known)))).toEqual([
      expected === 'done requested' ? expected : expected,
    ]);
    expect(outcomes(plan({ origin: 'note' }, facts(known)))).toEqual(['done requested']);
  });
});

describe('an issue that we created', () => {
  const created: IssueCreatedByUs = {
    kind: 'issue_created_by_us',
    conversation: DIALOG,
    issue: { connection: 'jira', keyOrId: '10001' },
    workflow: 'incident',
    files: [attachment('a.txt'), attachment('b.txt')],
    by: { id: '901', name: 'Anna', kind: 'person' },
    at: NOW,
  };
  const there = { conversationId: '7' } as ConversationFacts['conversation'];
  const named = [{ asked: '10001', connection: 'jira', issue: snapshot() }];

  test('when it is there, then it is linked under the name of who asked, and each file follows once', () => {
    const made = planConversationEvent(created, facts({ named, conversation: there }), rules());
    expect(outcomes(made)).toEqual(['done linked']);
    expect(told(made).filter((what) => what === 'attach_file')).toHaveLength(2);
    expect(told(made)).toContain('put_remote_link');
    expect(made.links).toMatchObject([{ kind: 'link', origin: 'created', by: { name: 'Anna' } }]);
    expect(made.introduced).toHaveLength(1);
    expect(new Set(made.actions.map(({ once, action }) => `${action.kind} ${once}`)).size).toBe(made.actions.length);
  });

  test('when its own webhook has linked it already, then only the files and the name of who asked are added', () => {
    const known = facts({ named, conversation: there, links: [link()] });
    const made = planConversationEvent(created, known, rules());
    expect(told(made)).toEqual(['attach_file', 'attach_file']);
    expect(made.links).toMatchObject([{ origin: 'created', by: { name: 'Anna' } }]);
    expect(made.introduced).toEqual([]);
  });

  test('when it can not be seen, or the conversation is gone, then nothing is done', () => {
    const unseen = [{ asked: '10001', connection: 'jira', issue: null }];
    expect(outcomes(planConversationEvent(created, facts({ named: unseen, conversation: there }), rules()))).toEqual([
      'ignored issue_not_found',
    ]);
    expect(outcomes(planConversationEvent(created, facts({ named }), rules()))).toEqual([
      'ignored conversation_not_found',
    ]);
  });
});

describe('a refusal by the tracker', () => {
  const refused = { kind: 'issue_refused', conversation: DIALOG, workflow: 'incident', at: NOW } as const;

  test('when fields are named, then the note names them', () => {
    const made = planConversationEvent(
      { ...refused, message: 'no', fields: { Color: 'is required' } },
      facts(),
      rules(),
    );
    expect(told(made)).toEqual([
      [
        'No issue was created (Incident):',
        '- Color: is required',
        'Fill in the rest in the Deskbridge app beside the conversation.',
      ],
    ]);
  });

  test('when nothing is named, then the note gives the words of the tracker', () => {
    const made = planConversationEvent({ ...refused, message: 'Jira refused', fields: {} }, facts(), rules());
    expect(told(made)).toEqual([['No issue was created (Incident):', '- Jira refused']]);
  });
});

describe('issues by rule', () => {
  const changed = (given: Partial<ConversationChanged> = {}): ConversationChanged => ({
    kind: 'conversation_changed',
    conversation: DIALOG,
    topic: 'conversation_part.tag.created',
    state: 'open',
    snoozedUntil: null,
    change: { trigger: 'dialog_tagged', tag: 'Bug' },
    by: { id: '901', name: 'Anna', kind: 'person' },
    at: NOW,
    ...given,
  });
  const byTag = rules({ createWhen: [{ kind: 'tag', tag: 'bug' }] });
  const byAttribute = rules({ createWhen: [{ kind: 'attribute', name: 'Region', value: one('eu') }] });
  const keysOf = (event: ConversationChanged, known: Partial<ConversationFacts>, wanted: Rules) =>
    planConversationEvent(event, facts(known), wanted).followUps.map(({ key }) => key);

  test('when the tag is set, then an issue is asked for under a name that is the same each time', () => {
    const made = planConversationEvent(changed(), facts(), byTag);
    expect(outcomes(made)).toEqual(['done requested']);
    expect(made.followUps).toMatchObject([
      {
        key: 'rule/intercom/7/incident',
        lane: 'conversation/intercom/7',
        event: { kind: 'issue_requested', origin: 'rule' },
      },
    ]);
    expect(keysOf(changed({ at: NOW + 1 }), {}, byTag)).toEqual(['rule/intercom/7/incident']);
  });

  test('when another tag is set, one is taken away, or the dialog has an issue of the workflow, then none is asked for', () => {
    expect(keysOf(changed({ change: { trigger: 'dialog_tagged', tag: 'other' } }), {}, byTag)).toEqual([]);
    expect(keysOf(changed({ change: { trigger: 'dialog_untagged', tag: 'bug' } }), {}, byTag)).toEqual([]);
    expect(keysOf(changed(), { links: [link()] }, byTag)).toEqual([]);
  });

  test('when an attribute has the value, then anything that happens asks for an issue; an unset one never does', () => {
    const replied = changed({ change: { trigger: 'customer_replied' } });
    expect(keysOf(replied, { details: details() }, byAttribute)).toHaveLength(1);
    expect(keysOf(replied, { details: details({ attributes: { Region: 'US' } }) }, byAttribute)).toEqual([]);
    expect(keysOf(replied, { details: details({ attributes: {} }) }, byAttribute)).toEqual([]);
    expect(keysOf(replied, {}, byAttribute)).toEqual([]);
  });
});

describe('commands in notes', () => {
  const both = { links: [link(), link({ id: 'ln_2', issue: { ...ISSUE, issueId: '10002' }, issueKey: 'SUP-2' })] };
  const type = (text: string, known: Partial<ConversationFacts> = {}) =>
    planConversationEvent(noted(text), facts(known), rules());

  test('when an issue is asked for, then one request follows, named by the note', () => {
    const made = type('/incident It fails\nSince Monday');
    expect(outcomes(made)).toEqual(['done requested']);
    expect(made.actions).toEqual([]);
    expect(made.followUps).toMatchObject([
      {
        key: 'command/intercom/7/55',
        event: {
          workflow: 'incident',
          origin: 'note',
          summary: 'It fails',
          description: 'Since Monday',
          by: { name: 'Anna' },
        },
      },
    ]);
  });

  test('when both links are taken away at once, then the tag of the dialog goes with the last one', () => {
    const marked = { ...rules(), marks: { intercom: { attribute: null, tag: 'jira' } } };
    const made = planConversationEvent(noted('/unlink SUP-1 SUP-2'), facts(both), marked);
    expect(outcomes(made)).toEqual(['done unlinked']);
    expect(told(made).filter((what) => what === 'tag')).toHaveLength(1);
    expect(made.links.filter(({ kind }) => kind === 'unlink')).toHaveLength(2);
  });

  test('when a promise is asked for without a key and several issues are linked, then the answer asks which', () => {
    expect(told(type('/remind 3d', both))).toEqual([
      ['Several issues are linked here: SUP-1, SUP-2. Say which one, for example “/remind SUP-1 3d”.'],
    ]);
    expect(type('/remind 3d SUP-2', both).followUps).toMatchObject([
      { event: { kind: 'reminder_asked', linkId: 'ln_2' } },
    ]);
  });

  test('when the state is asked for, then each issue is told, also one that can not be seen', () => {
    const lines = told(type('/status', { ...both, issues: { ln_1: snapshot({ resolution: 'Fixed' }) } })).flat();
    expect(lines[0]).toBe('Linked issues as they are now:');
    expect(lines.join('\n')).toContain('Status: To Do · Resolution: Fixed · Priority: Major · Assignee: nobody');
    expect(lines.join('\n')).toContain('SUP-2 (https://jira.test/browse/SUP-2) — can no longer be seen in Jira');
  });

  test('when an answer is given, then it never begins with a slash: it would be a command itself', () => {
    for (const text of [
      '/incident',
      '/link',
      '/link x',
      '/unlink',
      '/status',
      '/remind',
      '/remind x',
      '/incidnet',
      '/wish x',
    ]) {
      for (const known of [{}, both]) {
        for (const [first] of told(type(text, known)).filter((lines) => Array.isArray(lines))) {
          expect(first, text).not.toMatch(/^\s*\//);
        }
      }
    }
  });
});

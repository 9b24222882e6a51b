// What a new issue says of a dialog: words, customer, files, transcript, within what Jira takes.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toAdf } from '../../../src/domain/document/to-adf.ts';
import { toPlainText } from '../../../src/domain/document/plain-text.ts';
import { toWiki } from '../../../src/domain/document/to-wiki.ts';
import { crossingOf, type CrossingRequest, previewCrossing } from '../../../src/domain/new-issue/crossing.ts';
import type { DialogContent } from '../../../src/domain/dialog.ts';
import type { Rules } from '../../../src/domain/rules.ts';
import type { Workflow } from '../../../src/domain/workflow/workflow.ts';
import { workflow } from '../../support/workflow-builders.ts';
import { RULES } from '../plan/builders.ts';
import { attachment, AT, content, message } from './builders.ts';

const NOTHING: CrossingRequest = { summary: null, description: null };
const KEEP = workflow().privacy;

function lines(given: DialogContent, flow: Partial<Workflow> = {}, asked = NOTHING, rules: Rules = RULES): string[] {
  const { description } = crossingOf(given, workflow([], flow), asked, rules);
  return toPlainText(description)
    .split('\n')
    .filter((line) => line.trim() !== '');
}

describe('the summary of a new issue', () => {
  const first = message('It fails\nsince Monday');
  const cases: readonly (readonly [
    what: string,
    given: DialogContent,
    asked: Partial<CrossingRequest>,
    expected: string,
  ])[] = [
    ['one is given', content([first], { title: 'Title' }), { summary: 'Given' }, 'Given'],
    ['the dialog has a title', content([first], { title: ' Title ' }), {}, 'Title'],
    ['there are only messages', content([message('hello', { kind: 'bot' }), first]), {}, 'It fails since Monday'],
    ['there is nothing', content([]), {}, 'Conversation 7'],
    ['the given one is blank', content([first]), { summary: '  ' }, 'It fails since Monday'],
  ];
  test.each(cases)('when %s, then that is used', (_what, given, asked, expected) => {
    expect(crossingOf(given, workflow(), { ...NOTHING, ...asked }, RULES).summary).toBe(expected);
  });

  test('when a text is any text, then the summary is one line that Jira takes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 600 }), (text) => {
        const { summary } = crossingOf(
          content([message(text)]),
          workflow(),
          { summary: text, description: null },
          RULES,
        );
        expect(summary.length).toBeGreaterThan(0);
        expect(summary.length).toBeLessThan(255);
        expect(summary).not.toMatch(/[\r\n]/);
        expect(summary.isWellFormed()).toBe(text.isWellFormed());
      }),
    );
  });
});

describe('the description of a new issue', () => {
  test('when nothing else is set, then it has the words of the customer, who they are, and the link', () => {
    expect(lines(content([message('It fails')]))).toEqual([
      'It fails',
      'Customer: Maria, Example Ltd, Pro',
      'Open the conversation in Intercom (https://app.intercom.com/a/inbox/ws1/inbox/conversation/7)',
    ]);
  });

  test('when the operator typed a description, then it stands in place of the first message', () => {
    const asked = { summary: 'S', description: 'Typed *here*' };
    expect(lines(content([message('It fails')]), {}, asked)[0]).toBe('Typed *here*');
    expect(lines(content([message('It fails')]), {}, asked).join()).not.toContain('It fails');
  });

  test('when a note adds lines, then the words of the customer stay below them', () => {
    const asked = { summary: 'S', description: 'Seen twice', origin: 'note' as const };
    expect(lines(content([message('It fails')]), {}, asked).slice(0, 2)).toEqual(['Seen twice', '> It fails']);
  });

  const said = [
    message('It fails'),
    message('Hello, I am a bot', { kind: 'bot' }),
    message('Which browser?', { kind: 'teammate' }),
    message('Looks like the cache', { kind: 'note' }),
    message('Chrome'),
  ];

  test('when all is to be copied, then authors, times and kinds stand there, and internal notes do not', () => {
    const transcript = { last: Number.POSITIVE_INFINITY, internalNotes: false };
    expect(lines(content(said), { transcript }).slice(3)).toEqual([
      'Conversation (3 messages)',
      'Fin (bot) · Nov 22, 2026, 10:15 AM',
      '> Hello, I am a bot',
      'Anna (support) · Nov 22, 2026, 10:15 AM',
      '> Which browser?',
      'Maria Okafor (customer) · Nov 22, 2026, 10:15 AM',
      '> Chrome',
    ]);
  });

  test('when only the last messages are to be copied, then the heading says of how many', () => {
    const shown = lines(content(said), { transcript: { last: 1, internalNotes: false } });
    expect(shown.slice(3)).toEqual([
      'Conversation (the last 1 of 3 messages)',
      'Maria Okafor (customer) · Nov 22, 2026, 10:15 AM',
      '> Chrome',
    ]);
  });

  test('when internal notes are chosen, then they cross, but never our own notes and commands', () => {
    const own = message('SUP-1 linked dl_0123456789abcdef0123456789', { kind: 'note' });
    const command = message('/incident It fails', { kind: 'note' });
    const shown = lines(content([...said, own, command]), { transcript: { last: 50, internalNotes: true } });
    expect(shown.join('\n')).toContain('Anna (internal note)');
    expect(shown.join('\n')).toContain('Looks like the cache');
    expect(shown.join('\n')).not.toContain('dl_');
    expect(shown.join('\n')).not.toContain('/incident');
  });

  test('when the config is Russian and in Moscow, then words and times are', () => {
    const rules = { ...RULES, locale: 'ru', timezone: 'Europe/Moscow' } as const;
    const shown = lines(content(said), { transcript: { last: 50, internalNotes: false } }, NOTHING, rules);
    expect(shown).toContain('Клиент: Maria, Example Ltd, Pro');
    expect(shown).toContain('Переписка (3 сообщения)');
    expect(shown.join('\n')).toMatch(/Anna \(поддержка\) · 22 нояб\. 2026 г\., 13:15/);
  });

  test('when there is more than Jira takes, then the oldest is cut, and a line says so', () => {
    const many = Array.from({ length: 400 }, (_, index) => message(`Message ${index} ${'*word* '.repeat(30)}`));
    const transcript = { last: Number.POSITIVE_INFINITY, internalNotes: false };
    const { description } = crossingOf(content(many), workflow([], { transcript }), NOTHING, RULES);
    expect(toWiki(description, { maxChars: Number.POSITIVE_INFINITY }).length).toBeLessThanOrEqual(30_000);
    const shown = toPlainText(description);
    expect(shown).toContain('Message 0 ');
    expect(shown).toContain('Message 399 ');
    expect(shown).not.toContain('Message 1 ');
    expect(shown).toMatch(/\d+ earlier messages are left out: the text would be longer than Jira takes/);
    expect(toWiki(description)).toContain('Message 399 ');
  });

  test('when a dialog is of any size, then its description fits into Jira on both editions', () => {
    const text = fc.string({
      unit: fc.constantFrom('a', ' ', '*', '{', '\n', '|', 'ж', '😀', '\\'),
      maxLength: 40_000,
    });
    fc.assert(
      fc.property(fc.array(text, { maxLength: 4 }), fc.option(text, { nil: null }), (texts, description) => {
        const flow = workflow([], { transcript: { last: Number.POSITIVE_INFINITY, internalNotes: false } });
        const crossing = crossingOf(
          content(texts.map((each) => message(each))),
          flow,
          { summary: null, description },
          RULES,
        );
        expect(toWiki(crossing.description, { maxChars: Number.POSITIVE_INFINITY }).length).toBeLessThan(32_767);
        expect(toPlainText(crossing.description).length).toBeLessThan(32_767);
        expect(toAdf(crossing.description).type).toBe('doc');
      }),
      { numRuns: 30 },
    );
  });
});

describe('the files of a new issue', () => {
  const limits = { maxBytes: 1024 * 1024, maxCount: 2 };
  const withFiles = message('See', {
    attachments: [
      attachment('a.png'),
      attachment('logo.png', { inline: true }),
      attachment('huge.mp4', { size: 5 * 1024 * 1024 }),
      attachment('b.txt', { size: null }),
      attachment('c.txt'),
    ],
  });
  const again = message('Again', { attachments: [attachment('logo.png', { inline: true })] });
  const hidden = message('Internal', { kind: 'note', attachments: [attachment('internal.txt')] });

  test('when there are limits, then what is left out is named with the reason, logos once', () => {
    const { files, description } = crossingOf(
      content([withFiles, again, hidden]),
      workflow([], { attachments: limits }),
      NOTHING,
      RULES,
    );
    expect(files.map(({ name }) => name)).toEqual(['a.png', 'b.txt']);
    expect(toPlainText(description)).toContain(
      [
        '- logo.png was not copied: a picture inside the text, such as a logo of a signature',
        '- huge.mp4 was not copied: larger than 1 MB',
        '- c.txt was not copied: only 2 files are copied',
      ].join('\n'),
    );
  });

  test('when files are switched off, then each is named as not copied', () => {
    const flow = workflow([], { attachments: { maxBytes: 0, maxCount: 20 } });
    const { files, skipped } = crossingOf(content([withFiles]), flow, NOTHING, RULES);
    expect(files).toEqual([]);
    expect(skipped.map(({ name, why }) => `${name} ${why}`)).toEqual([
      ...['a.png off', 'logo.png inline', 'huge.mp4 off', 'b.txt off', 'c.txt off'],
    ]);
  });

  test('when a name is hostile, then Jira gets one that it takes', () => {
    const names = ['../../etc/passwd', 'a\u0000b.txt', `${'x'.repeat(400)}.png`, ' '];
    const given = message('See', { attachments: names.map((name) => attachment(name)) });
    const flow = workflow([], { attachments: { maxBytes: 100, maxCount: 9 } });
    const shown = crossingOf(content([given]), flow, NOTHING, RULES).files.map(({ name }) => name);
    expect(shown[0]).toBe('.._.._etc_passwd');
    expect(shown[1]).toBe('a_b.txt');
    expect(shown[2]).toMatch(/^x{150,200}\.png$/);
    expect(shown[3]).toBe('file');
  });
});

describe('personal data in a new issue', () => {
  const talk = content(
    [
      message('I am Maria Okafor, maria@example.com', { attachments: [attachment('Okafor passport.pdf')] }),
      message('Maria, your token=abc123def456', { kind: 'teammate' }),
    ],
    { title: 'Maria cannot pay', conversationId: '4111111111111111' },
  );
  const flow = {
    transcript: { last: 50, internalNotes: false },
    attachments: { maxBytes: 100, maxCount: 9 },
  };

  test('when everything is dropped, then no part of it crosses, and the link to the dialog still works', () => {
    const privacy = { names: 'drop', email: 'drop', phone: 'drop', tokens: 'drop', cards: 'drop' } as const;
    const crossing = crossingOf(talk, workflow([], { ...flow, privacy }), NOTHING, RULES);
    const whole = JSON.stringify({ ...crossing, files: crossing.files.map(({ name }) => name) });
    for (const secret of ['Maria', 'Okafor', 'maria@', 'abc123']) expect(whole).not.toContain(secret);
    expect(whole).toContain(talk.details.url);
    expect(toPlainText(crossing.description)).toContain('Customer: Example Ltd, Pro');
    expect(toPlainText(crossing.description)).toContain('[name removed], [e-mail removed]');
  });

  test('when the operator looks before sending, then the form tells what is hidden, what is shown and what follows', () => {
    const privacy = { ...KEEP, email: 'mask', tokens: 'drop' } as const;
    const preview = previewCrossing(talk, workflow([], { ...flow, privacy }), NOTHING, RULES);
    expect(preview).toMatchObject({
      summary: 'Maria cannot pay',
      files: ['Okafor passport.pdf'],
      skipped: [],
      privacy: [
        'Hidden: 1 e-mail address, 1 password or access key',
        expect.stringMatching(/^Shown as they are: \d+ names$/),
      ],
    });
    expect(preview.description).toContain('***@***.com');
  });

  test('when nothing personal is met, then the preview says nothing of it', () => {
    const plain = content([message('It fails', { at: AT })], { customer: null });
    expect(previewCrossing(plain, workflow(), NOTHING, RULES).privacy).toEqual([]);
  });
});

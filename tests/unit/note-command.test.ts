// Reading commands in notes, and the times that people write in them.
import { describe, expect, test } from 'vitest';
import { readPlainText } from '../../src/domain/document/read-plain-text.ts';
import { type NoteCommand, readNoteCommand } from '../../src/domain/note-command.ts';
import { readRemindTime } from '../../src/domain/remind-time.ts';
import { workflow } from '../support/workflow-builders.ts';

const RULES = {
  trackerSites: [{ connection: 'jira', siteUrl: 'https://jira.test/base' }],
  workflows: [
    workflow([], { name: 'incident', label: { en: 'Incident', ru: 'Инцидент' } }),
    workflow([], { name: 'wish', label: { en: 'Feature request', ru: 'Пожелание' } }),
    workflow([], { name: 'payments', label: { en: 'Payment problem', ru: 'Платёж' } }),
  ],
};

const read = (text: string): NoteCommand | null => readNoteCommand(readPlainText(text), RULES);
const key = (name: string) => ({ connection: null, key: name });
const create = (word: string, name: string, summary: string | null, description: string | null = null) => ({
  ...{ kind: 'create', word, workflow: name, summary, description },
});

describe('commands', () => {
  const cases: readonly (readonly [string, unknown])[] = [
    ['/incident Reports fail', create('incident', 'incident', 'Reports fail')],
    ['  /Incident   Reports fail  ', create('Incident', 'incident', 'Reports fail')],
    ['/инцидент Не открывается', create('инцидент', 'incident', 'Не открывается')],
    ['/wish Dark mode\nPlease\n\nSoon', create('wish', 'wish', 'Dark mode', 'Please\n\nSoon')],
    ['/пожелание Тёмная тема', create('пожелание', 'wish', 'Тёмная тема')],
    ['/feature-request Dark mode', create('feature-request', 'wish', 'Dark mode')],
    ['/feature_request Dark mode', create('feature_request', 'wish', 'Dark mode')],
    ['/payments Double charge', create('payments', 'payments', 'Double charge')],
    ['/платеж Списали дважды', create('платеж', 'payments', 'Списали дважды')],
    ['/incident', create('incident', 'incident', null)],
    ['/incident\nBelow only', create('incident', 'incident', null, 'Below only')],
    ['/link SUP-12', { kind: 'link', word: 'link', issues: [key('SUP-12')], unread: [] }],
    [
      '/link sup-12, SUP-13 and SUP-12',
      { kind: 'link', word: 'link', issues: [key('SUP-12'), key('SUP-13')], unread: [] },
    ],
    [
      '/link https://jira.test/base/browse/SUP-12',
      { kind: 'link', word: 'link', issues: [{ connection: 'jira', key: 'SUP-12' }], unread: [] },
    ],
    [
      '/link https://evil.test/browse/SUP-12',
      { kind: 'link', word: 'link', issues: [], unread: ['https://evil.test/browse/SUP-12'] },
    ],
    ['/link', { kind: 'link', word: 'link', issues: [], unread: [] }],
    ['/связать SUP-12', { kind: 'link', word: 'связать', issues: [key('SUP-12')], unread: [] }],
    ['/отвязать SUP-12', { kind: 'unlink', word: 'отвязать', issues: [key('SUP-12')], unread: [] }],
    ['/unlink', { kind: 'unlink', word: 'unlink', issues: [], unread: [] }],
    ['/status', { kind: 'status', word: 'status' }],
    ['/Статус please', { kind: 'status', word: 'Статус' }],
    ['/remind 3d', { kind: 'remind', word: 'remind', when: '3d', off: false, issues: [] }],
    [
      '/remind SUP-12 tomorrow 10:00',
      { kind: 'remind', word: 'remind', when: 'tomorrow 10:00', off: false, issues: [key('SUP-12')] },
    ],
    [
      '/напомнить 3 дня SUP-12',
      { kind: 'remind', word: 'напомнить', when: '3 дня', off: false, issues: [key('SUP-12')] },
    ],
    ['/remind off', { kind: 'remind', word: 'remind', when: 'off', off: true, issues: [] }],
    ['/напомнить отмена', { kind: 'remind', word: 'напомнить', when: 'отмена', off: true, issues: [] }],
    ['/incidnet Reports', { kind: 'unknown', word: 'incidnet', meant: 'incident' }],
    ['/инцедент Отчёт', { kind: 'unknown', word: 'инцедент', meant: 'инцидент' }],
    ['/lnik SUP-1', { kind: 'unknown', word: 'lnik', meant: 'link' }],
    ['/statsu', { kind: 'unknown', word: 'statsu', meant: 'status' }],
  ];
  test.each(cases)('when a note says %j, then that is asked for', (text, expected) => {
    expect(read(text)).toEqual(expected);
  });

  const plain = [
    ...['/var/log', '/var/log/syslog is full', '/incident/42 is a path', '/link/to/it', '/etc is broken', '/home'],
    ...[
      '//incident',
      '/ incident',
      '/',
      '',
      'incident',
      'please /incident',
      '/incident: a heading',
      '/123',
      '/incident.log',
    ],
    ...['/api returns 500', '/users are missing', '/молоко', '/dev/null'],
  ];
  test.each(plain)('when a note says %j, then it is left alone', (text) => {
    expect(read(text)).toBeNull();
  });

  test('when the config lacks a usual workflow, then its word is named as unknown instead of being left alone', () => {
    const rules = { ...RULES, workflows: RULES.workflows.slice(0, 1) };
    expect(readNoteCommand(readPlainText('/wish More'), rules)).toEqual({ kind: 'unknown', word: 'wish', meant: null });
  });

  test('when a link stands in a note as rich text, then its address is read once', () => {
    const body = {
      blocks: [
        {
          type: 'paragraph' as const,
          content: [
            { type: 'text' as const, text: '/link ' },
            { type: 'text' as const, text: 'SUP-12', href: 'https://jira.test/base/browse/SUP-12' },
          ],
        },
      ],
    };
    expect(readNoteCommand(body, RULES)).toMatchObject({ issues: [key('SUP-12')], unread: [] });
  });
});

describe('times of reminders', () => {
  // Sunday, 22 November 2026, 13:00 in Moscow.
  const NOW = Date.parse('2026-11-22T10:00:00Z');
  const cases: readonly (readonly [string, string])[] = [
    ['30m', '2026-11-22T10:30:00Z'],
    ['30 min', '2026-11-22T10:30:00Z'],
    ['30м', '2026-11-22T10:30:00Z'],
    ['3h', '2026-11-22T13:00:00Z'],
    ['3ч', '2026-11-22T13:00:00Z'],
    ['через 3 часа', '2026-11-22T13:00:00Z'],
    ['in 2 hours', '2026-11-22T12:00:00Z'],
    ['1,5h', '2026-11-22T11:30:00Z'],
    ['3d', '2026-11-25T10:00:00Z'],
    ['3д', '2026-11-25T10:00:00Z'],
    ['3 дня', '2026-11-25T10:00:00Z'],
    ['1d 4h', '2026-11-23T14:00:00Z'],
    ['2w', '2026-12-06T10:00:00Z'],
    ['2н', '2026-12-06T10:00:00Z'],
    ['2 недели', '2026-12-06T10:00:00Z'],
    ['2026-12-01', '2026-12-01T06:00:00Z'],
    ['01.12.2026', '2026-12-01T06:00:00Z'],
    ['01.12.2026 15:30', '2026-12-01T12:30:00Z'],
    ['01.12', '2026-12-01T06:00:00Z'],
    ['01.02', '2027-02-01T06:00:00Z'],
    ['tomorrow', '2026-11-23T06:00:00Z'],
    ['завтра 15:30', '2026-11-23T12:30:00Z'],
    ['завтра в 15:30', '2026-11-23T12:30:00Z'],
    ['послезавтра', '2026-11-24T06:00:00Z'],
    ['18:00', '2026-11-22T15:00:00Z'],
    ['09:00', '2026-11-23T06:00:00Z'],
    ['today 18:00', '2026-11-22T15:00:00Z'],
  ];
  test.each(cases)('when somebody writes %j, then it is %s', (text, expected) => {
    const at = readRemindTime(text, NOW, 'Europe/Moscow');
    expect(at === null ? null : new Date(at).toISOString()).toBe(new Date(expected).toISOString());
  });

  const senseless = [
    '',
    'soon',
    '3x',
    '3',
    'd',
    '0d',
    '31.06.2026',
    '2026-13-01',
    '25:00',
    'tomorrow soon',
    '3d later',
    '-3d',
    'на днях',
  ];
  test.each(senseless)('when somebody writes %j, then it is no time', (text) => {
    expect(readRemindTime(text, NOW, 'Europe/Moscow')).toBeNull();
  });
});

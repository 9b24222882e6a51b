// Which workflow an issue belongs to, how notes to developers begin, and when the office is open.
import { describe, expect, test } from 'vitest';
import { isOpen } from '../../../src/domain/workflow/business-hours.ts';
import { needsAccount, needsDetails } from '../../../src/domain/workflow/needs-details.ts';
import type { Rule } from '../../../src/domain/workflow/rule.ts';
import { prefixesOf, workflowOf } from '../../../src/domain/workflow/workflow-of.ts';
import { one, ruleOn, template, workflow } from '../../support/workflow-builders.ts';
import { snapshot } from '../plan/builders.ts';

const target = (project: string, type: string, connection = 'jira') => ({ connection, project, type, components: [] });
const incident = workflow([], {
  name: 'incident',
  target: target('SUP', 'Bug'),
  routes: [{ at: 'routes[0]', conditions: {}, target: target('PAY', '10004') }],
});
const wish = workflow([], { name: 'wish', target: target('SUP', 'Story') });
const other = workflow([], { name: 'other', target: target('OPS', 'Task', 'jira-two') });

describe('the workflow of an issue', () => {
  test.each([
    { when: 'project and type fit', issue: { projectKey: 'SUP', type: 'story' }, is: 'wish' },
    { when: 'the type is another', issue: { projectKey: 'sup', type: 'Epic' }, is: 'incident' },
    { when: 'only a route fits', issue: { projectKey: 'PAY', type: 'Task' }, is: 'incident' },
    { when: 'nothing makes issues there', issue: { projectKey: 'HR', type: 'Bug' }, is: null },
    { when: 'the site is another', issue: { projectKey: 'OPS', type: 'Task' }, is: null },
    { when: 'the site is that one', issue: { connection: 'jira-two', projectKey: 'OPS', type: 'Task' }, is: 'other' },
  ])('when $when, then $is', ({ issue, is }) => {
    expect(workflowOf(snapshot(issue), { workflows: [incident, wish, other] })?.name ?? null).toBe(is);
  });

  test('when the type is named by its id, then an issue of that type is found by it', () => {
    const tasks = workflow([], { name: 'tasks', target: target('PAY', 'Task') });
    const ids = { type: '10004', priority: null, resolution: null, assignee: null };
    const issue = snapshot({ projectKey: 'PAY', type: 'Fehler', ids });
    expect(workflowOf(issue, { workflows: [tasks, incident] })?.name).toBe('incident');
  });
});

test('when workflows have prefixes of their own, then these and jira: begin a note to the developers', () => {
  const comments = { ...wish.comments, prefix: 'разработчикам:' };
  expect(prefixesOf({ workflows: [incident, { ...wish, comments }] })).toEqual(['jira:', 'разработчикам:']);
});

describe('office hours', () => {
  const nine = { days: [{ weekday: 1, from: 9 * 60, to: 18 * 60 }] };
  const night = { days: [{ weekday: 7, from: 22 * 60, to: 6 * 60 }] };
  // 2026-11-23 is a Monday; Moscow is three hours ahead.
  test.each([
    { at: '2026-11-23T06:00:00Z', hours: nine, is: true },
    { at: '2026-11-23T05:59:59Z', hours: nine, is: false },
    { at: '2026-11-23T14:59:59Z', hours: nine, is: true },
    { at: '2026-11-23T15:00:00Z', hours: nine, is: false },
    { at: '2026-11-24T10:00:00Z', hours: nine, is: false },
    { at: '2026-11-22T19:00:00Z', hours: night, is: true },
    { at: '2026-11-23T02:59:00Z', hours: night, is: true },
    { at: '2026-11-23T03:00:00Z', hours: night, is: false },
    { at: '2026-11-22T21:30:00Z', hours: null, is: true },
    { at: '2026-11-23T06:00:00Z', hours: { days: [] }, is: false },
  ])('when it is $at in Moscow, then open: $is', ({ at, hours, is }) => {
    expect(isOpen(hours, 'Europe/Moscow', Date.parse(at))).toBe(is);
  });

  test('when the clocks go forward, then the hours go by the clock on the wall', () => {
    const berlin = { days: [{ weekday: 7, from: 120, to: 240 }] };
    expect(isOpen(berlin, 'Europe/Berlin', Date.parse('2026-03-29T01:30:00Z'))).toBe(true);
    expect(isOpen(berlin, 'Europe/Berlin', Date.parse('2026-03-29T02:00:00Z'))).toBe(false);
  });
});

describe('whether a dialog has to be read', () => {
  const texts = {
    hello: { en: template('{{ customer.name }}'), ru: template('x') },
    plain: { en: template('{{ issue.key }}'), ru: template('x') },
  };
  test.each<{ when: string; rule: Partial<Rule>; is: boolean }>([
    { when: 'only the issue is asked for', rule: { conditions: { priority: one('Major') } }, is: false },
    { when: 'a condition asks for the team', rule: { conditions: { team: one('x') } }, is: true },
    {
      when: 'a condition asks for a customer attribute',
      rule: { conditions: { customer: { vip: one('x') } } },
      is: true,
    },
    { when: 'a text names the customer', rule: { do: [{ kind: 'note', text: 'hello' }] }, is: true },
    { when: 'a text names the issue', rule: { do: [{ kind: 'note', text: 'plain' }] }, is: false },
    {
      when: 'a comment names the dialog',
      rule: { do: [{ kind: 'comment', text: template('{{ dialog.url }}') }] },
      is: true,
    },
    {
      when: 'an attribute names the issue',
      rule: { do: [{ kind: 'attributes', values: { a: template('{{ issue.key }}') } }] },
      is: false,
    },
  ])('when $when, then $is', ({ rule, is }) => {
    expect(needsDetails(workflow([ruleOn('status_changed', rule)]), { texts })).toBe(is);
    expect(needsDetails(workflow([ruleOn('status_changed', rule)]), { texts }, ['moved'])).toBe(false);
  });

  test('when a rule asks for mentions of support, then the name of the account is needed', () => {
    expect(needsAccount(workflow([ruleOn('comment_added', { conditions: { mentions: one('support') } })]))).toBe(true);
    expect(needsAccount(workflow([ruleOn('comment_added', { conditions: { mentions: one('Anna') } })]))).toBe(false);
  });
});

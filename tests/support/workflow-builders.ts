// Builders for workflows and rules, of which a test names only what matters to it.
import { compileTemplate } from '../../src/config/template/compile.ts';
import type { DialogDetails } from '../../src/domain/dialog.ts';
import type { Rules } from '../../src/domain/rules.ts';
import type { Choice, Rule, Trigger } from '../../src/domain/workflow/rule.ts';
import type { Template } from '../../src/domain/workflow/template.ts';
import type { Workflow } from '../../src/domain/workflow/workflow.ts';

/** A template as the config compiles it. Throws for one that does not compile. */
export function template(source: string): Template {
  const { template: compiled, problems } = compileTemplate(source, { locale: 'en', timezone: 'UTC' });
  if (problems.length > 0) throw new Error(`${source}: ${JSON.stringify(problems)}`);
  return compiled;
}

export function one(...anyOf: string[]): Choice {
  return { anyOf, not: false };
}

export function not(...anyOf: string[]): Choice {
  return { anyOf, not: true };
}

export function ruleOn(on: Trigger, given: Partial<Rule> = {}): Rule {
  return {
    at: `rules.${on}`,
    on,
    from: {},
    to: {},
    after: null,
    conditions: {},
    do: [{ kind: 'note', text: null }],
    ...given,
  };
}

export function workflow(rules: readonly Rule[] = [], given: Partial<Workflow> = {}): Workflow {
  return {
    name: 'incident',
    label: { en: 'Incident', ru: 'Инцидент' },
    target: { connection: 'jira', project: 'SUP', type: 'Bug', components: [] },
    routes: [],
    priority: { default: null, choices: [] },
    labels: [],
    fields: {},
    transcript: { last: 0, internalNotes: false },
    attachments: { maxBytes: 1, maxCount: 1 },
    privacy: { names: 'keep', email: 'keep', phone: 'keep', tokens: 'keep', cards: 'keep' },
    createWhen: [],
    comments: { toDialog: ['public'], edits: 'note', deletions: 'note', prefix: 'jira:' },
    rules,
    defaults: true,
    escalate: [],
    countField: null,
    ...given,
  };
}

/** Rules with one workflow of these rules. */
export function rulesWith(base: Rules, rules: readonly Rule[], given: Partial<Workflow> = {}): Rules {
  return { ...base, workflows: [workflow(rules, given)] };
}

export function details(given: Partial<DialogDetails> = {}): DialogDetails {
  return {
    connection: 'intercom',
    conversationId: '7',
    url: 'https://app.intercom.com/a/inbox/ws1/inbox/conversation/7',
    title: 'Report',
    state: 'open',
    snoozedUntil: null,
    createdAt: 0,
    tags: [{ id: 't1', name: 'bug' }],
    team: { id: 'tm1', name: 'Billing' },
    teammate: { id: '901', name: 'Anna' },
    attributes: { Region: 'EU' },
    customer: {
      id: 'c1',
      externalId: '4711',
      name: 'Maria',
      email: 'maria@example.com',
      phone: null,
      ownerId: null,
      company: { id: 'co1', name: 'Example Ltd', plan: 'Pro', monthlySpend: 100 },
      attributes: { VIP: true },
    },
    otherContacts: 0,
    rating: 2,
    ticketId: null,
    ...given,
  };
}

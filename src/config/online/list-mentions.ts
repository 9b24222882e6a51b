/** Lists every name in a configuration that must exist in an account, with its place. */
import type { ChangeEnd, Choice, Conditions, Rule, RuleAction } from '../../domain/workflow/rule.ts';
import type { Template } from '../../domain/workflow/template.ts';
import type { Workflow } from '../../domain/workflow/workflow.ts';
import type { Config } from '../config.ts';
import type { Path } from '../located.ts';
import { findAttributes } from '../template/find-attributes.ts';
import type { ChatVocabulary, TrackerVocabulary } from '../../domain/vocabulary.ts';

export interface Mention {
  readonly path: Path;
  /** Alternatives: one that exists is enough for the place to make sense. */
  readonly names: readonly string[];
  /** When nothing of it exists nothing is lost, as with `not`. */
  readonly lenient: boolean;
  readonly in:
    | { readonly side: 'tracker'; readonly list: keyof TrackerVocabulary; readonly connections: readonly string[] }
    | { readonly side: 'chat'; readonly list: keyof ChatVocabulary; readonly connections: readonly string[] };
}

type Where = Mention['in'];
type TrackerWhere = (list: keyof TrackerVocabulary) => Where;
type ChatWhere = (list: keyof ChatVocabulary) => Where;

/** What templates and conditions know of a customer without an attribute of that name. */
const CUSTOMER_FIELDS = new Set(['name', 'email', 'phone', 'plan', 'company', 'externalid']);

export function listMentions(config: Config): Mention[] {
  const chats = Object.values(config.connections).filter(({ kind }) => kind === 'intercom');
  const chat: ChatWhere = (list) => ({ side: 'chat', list, connections: chats.map(({ name }) => name) });
  const marks = Object.values(config.connections).flatMap((connection) => {
    if (connection.kind !== 'intercom') return [];
    const { name, tag, conversationAttribute } = connection;
    const own = (list: keyof ChatVocabulary): Where => ({ side: 'chat', list, connections: [name] });
    return [
      ...some(['connections', name, 'tag'], tag, own('tags'), true),
      ...some(
        ['connections', name, 'conversationAttribute'],
        conversationAttribute,
        own('conversationAttributes'),
        true,
      ),
    ];
  });
  const texts = Object.entries(config.texts).flatMap(([name, { ru, en }]) =>
    ofTemplates(['texts', name], ru.source === en.source ? [ru] : [ru, en], chat),
  );
  return [...marks, ...texts, ...Object.values(config.workflows).flatMap((workflow) => ofWorkflow(workflow, chat))];
}

function ofWorkflow(workflow: Workflow, chat: ChatWhere): Mention[] {
  const path = ['workflows', workflow.name];
  const targets = [workflow.target, ...workflow.routes.map(({ target }) => target)];
  const connections = [...new Set(targets.map(({ connection }) => connection))];
  const tracker: TrackerWhere = (list) => ({ side: 'tracker', list, connections });
  return [
    ...ofTargets(workflow, path),
    ...workflow.routes.flatMap(({ conditions }, index) =>
      ofDialog(conditions, [...path, 'issue', 'routes', index, 'if'], chat),
    ),
    ...some([...path, 'issue', 'priority'], workflow.priority.default, tracker('priorities')),
    ...workflow.priority.choices.flatMap((name, index) =>
      some([...path, 'issue', 'priority', 'choices', index], name, tracker('priorities')),
    ),
    ...Object.entries(workflow.fields).flatMap(([name, setting]) => [
      ...some([...path, 'issue', 'fields', name], name, tracker('fields')),
      ...ofTemplates([...path, 'issue', 'fields', name], templatesOf(setting), chat),
    ]),
    ...some([...path, 'summary', 'countField'], workflow.countField, tracker('fields')),
    ...workflow.escalate.flatMap(({ priority }, index) =>
      some([...path, 'summary', 'escalate', index, 'priority'], priority, tracker('priorities')),
    ),
    ...workflow.createWhen.flatMap((when, index) =>
      when.kind === 'tag'
        ? some([...path, 'createWhen', index, 'tag'], when.tag, chat('tags'))
        : some([...path, 'createWhen', index, 'attribute', when.name], when.name, chat('conversationAttributes')),
    ),
    ...workflow.rules.flatMap((rule, index) => ofRule(rule, [...path, 'rules', index], tracker, chat)),
  ];
}

function templatesOf(setting: Workflow['fields'][string]): readonly Template[] {
  if (setting.kind === 'value') return [setting.value];
  return setting.kind === 'list' ? setting.values : [];
}

/** Each target is looked for in its own account; what a route takes from the workflow was looked for there. */
function ofTargets({ target: usual, routes }: Workflow, path: Path): Mention[] {
  const places = routes.map((route, index) => ({ at: [...path, 'issue', 'routes', index], target: route.target }));
  return [{ at: [...path, 'issue'], target: usual }, ...places].flatMap(({ at, target }) => {
    const { connection, project, type } = target;
    const elsewhere = target === usual || connection !== usual.connection;
    const own = (list: keyof TrackerVocabulary): Where => ({ side: 'tracker', list, connections: [connection] });
    return [
      ...some([...at, 'project'], elsewhere || project !== usual.project ? project : null, own('projects')),
      ...some([...at, 'type'], elsewhere || type !== usual.type ? type : null, own('types')),
    ];
  });
}

function ofRule(rule: Rule, path: Path, tracker: TrackerWhere, chat: ChatWhere): Mention[] {
  return [
    ...ofEnd(rule.from, [...path, 'from'], tracker),
    ...ofEnd(rule.to, [...path, 'to'], tracker),
    ...ofEnd(rule.conditions, [...path, 'if'], tracker),
    ...choice([...path, 'if', 'project'], rule.conditions.project, tracker('projects')),
    ...choice([...path, 'if', 'type'], rule.conditions.type, tracker('types')),
    ...ofDialog(rule.conditions, [...path, 'if'], chat),
    ...rule.do.flatMap((action, index) => ofAction(action, [...path, 'do', index], tracker, chat)),
  ];
}

function ofEnd(end: ChangeEnd | Conditions, path: Path, tracker: TrackerWhere): Mention[] {
  return [
    ...choice([...path, 'status'], end.status, tracker('statuses')),
    ...choice([...path, 'priority'], end.priority, tracker('priorities')),
    ...choice([...path, 'resolution'], end.resolution, tracker('resolutions')),
  ];
}

function ofDialog(conditions: Conditions, path: Path, chat: ChatWhere): Mention[] {
  const customer = Object.keys(conditions.customer ?? {}).filter((name) => !CUSTOMER_FIELDS.has(name.toLowerCase()));
  return [
    ...choice([...path, 'team'], conditions.team, chat('teams')),
    ...choice([...path, 'teammate'], conditions.teammate, chat('teammates')),
    ...choice([...path, 'tag'], conditions.tag, chat('tags')),
    ...customer.flatMap((name) => some([...path, 'customer', name], name, chat('contactAttributes'))),
    ...Object.keys(conditions.attribute ?? {}).flatMap((name) =>
      some([...path, 'attribute', name], name, chat('conversationAttributes')),
    ),
  ];
}

function ofAction(action: RuleAction, path: Path, tracker: TrackerWhere, chat: ChatWhere): Mention[] {
  const at = [...path, action.kind];
  switch (action.kind) {
    case 'tag':
    case 'untag':
      return some(at, action.tag, chat('tags'), action.kind === 'untag');
    case 'assign':
      if (action.to.kind === 'owner' || action.to.kind === 'promised') return [];
      return some([...at, action.to.kind], action.to.name, chat(action.to.kind === 'team' ? 'teams' : 'teammates'));
    case 'ticketState':
      return some(at, action.state, chat('ticketStates'));
    case 'attributes':
    case 'setField': {
      const list = action.kind === 'attributes' ? chat('conversationAttributes') : tracker('fields');
      return Object.entries(action.values).flatMap(([name, template]) => [
        ...some([...at, name], name, list),
        ...ofTemplates([...at, name], [template], chat),
      ]);
    }
    case 'transition':
      // It may be the name of a transition too, which only an issue can tell.
      return some(at, action.to, tracker('statuses'), true);
    case 'comment':
      return ofTemplates(at, [action.text], chat);
    default:
      return [];
  }
}

function ofTemplates(path: Path, templates: readonly Template[], chat: ChatWhere): Mention[] {
  return templates.flatMap(({ source }) =>
    findAttributes(source).flatMap(({ of, name }) => {
      if (of === 'customer' && CUSTOMER_FIELDS.has(name.toLowerCase())) return [];
      return some(path, name, chat(of === 'customer' ? 'contactAttributes' : 'conversationAttributes'), true);
    }),
  );
}

function some(path: Path, name: string | null, where: Where, lenient = false): Mention[] {
  return name === null ? [] : [{ path, names: [name], lenient, in: where }];
}

function choice(path: Path, given: Choice | undefined, where: Where): Mention[] {
  return given === undefined ? [] : [{ path, names: given.anyOf, lenient: given.not, in: where }];
}

/** Holds the names of a configuration against what the accounts have: what is missing, what is near, what never happens. */
import type { Choice } from '../domain/workflow/rule.ts';
import type { Workflow } from '../domain/workflow/workflow.ts';
import type { Config } from './config.ts';
import type { ConfigProblem } from './config-error.ts';
import { covers } from './covers.ts';
import { showPath, showText } from './display.ts';
import type { Path } from './located.ts';
import { findNearest } from './nearest.ts';
import { impliesIn, neverMeets } from './online/implies-in.ts';
import { listMentions, type Mention } from './online/list-mentions.ts';
import type { Named } from '../domain/dialog.ts';
import { means, type Vocabularies } from './online/vocabulary.ts';
import { placeOf } from './places.ts';

export interface OnlineFinding extends ConfigProblem {
  /** An error never can do what it says; a warning may. */
  readonly severity: 'error' | 'warning';
  /** The account that was looked at; null when it is about rules among themselves. */
  readonly connection: string | null;
  /** What may be created in that account, so that the name exists; null for what people have to do. */
  readonly create: Creatable | null;
}

export interface Creatable {
  readonly connection: string;
  readonly kind: 'tag' | 'conversation_attribute' | 'contact_attribute';
  readonly name: string;
}

const NOUNS = {
  projects: 'a project',
  types: 'an issue type',
  statuses: 'a status',
  priorities: 'a priority',
  resolutions: 'a resolution',
  fields: 'a field',
  teams: 'a team',
  teammates: 'a teammate',
  tags: 'a tag',
  conversationAttributes: 'an attribute of conversations',
  contactAttributes: 'an attribute of contacts',
  ticketStates: 'a state of tickets',
} as const;

const CREATABLE: Readonly<Record<string, Creatable['kind']>> = {
  tags: 'tag',
  conversationAttributes: 'conversation_attribute',
  contactAttributes: 'contact_attribute',
};

/** Names that a message lists at most. */
const SHOWN = 12;

/** In the order of the file. Pure: the vocabularies were read before; an account that is left out is not judged. */
export function checkOnline(config: Config, vocabularies: Vocabularies): OnlineFinding[] {
  const names = listMentions(config).flatMap((mention) => judgeMention(config, vocabularies, mention));
  const rules = Object.values(config.workflows).flatMap((workflow) => judgeRules(config, vocabularies, workflow));
  const once = new Map(
    [...names, ...rules].map((finding) => [`${finding.path} ${finding.found} ${finding.connection}`, finding]),
  );
  return [...once.values()].sort((a, b) => a.line - b.line || a.column - b.column);
}

function judgeMention(config: Config, vocabularies: Vocabularies, mention: Mention): OnlineFinding[] {
  const asked = mention.in.connections.flatMap((connection) => {
    const things = listThings(vocabularies, mention, connection);
    return things === undefined ? [] : [{ connection, things }];
  });
  const isThere = (name: string, things: readonly Named[]) => things.some((thing) => means(name, thing));
  const useful = mention.lenient || mention.names.some((name) => asked.some(({ things }) => isThere(name, things)));
  return mention.names.flatMap((name) =>
    asked
      .filter(({ things }) => !isThere(name, things))
      .map(({ connection, things }) => {
        const found = `${showText(name)}, which is not ${NOUNS[mention.in.list]} of ${connection}`;
        const severity = useful ? 'warning' : 'error';
        return {
          ...describe(config, mention, name, found, things),
          severity,
          connection,
          create: creatable(mention, connection, name),
        };
      }),
  );
}

function listThings(
  vocabularies: Vocabularies,
  { in: where }: Mention,
  connection: string,
): readonly Named[] | undefined {
  if (where.side === 'tracker') return vocabularies.trackers[connection]?.[where.list];
  return vocabularies.chats[connection]?.[where.list];
}

function creatable({ in: { list } }: Mention, connection: string, name: string): Creatable | null {
  const kind = CREATABLE[list];
  return kind === undefined ? null : { connection, kind, name };
}

function describe(
  config: Config,
  { path, in: { list } }: Mention,
  name: string,
  found: string,
  things: readonly Named[],
) {
  const names = [...new Set(things.map(nameOf))];
  const nearest = findNearest(name, names);
  const create = CREATABLE[list] === undefined ? '' : 'deskbridge setup creates it';
  const shown = names.length > SHOWN ? [...names.slice(0, SHOWN), '…'] : names;
  const allowed = shown.length === 0 ? `${NOUNS[list]} that is there` : shown.join(' | ');
  const hint = [nearest === undefined ? '' : `did you mean "${nearest}"?`, create]
    .filter((part) => part !== '')
    .join(' ');
  return placed(config, path, found, allowed, hint);
}

function nameOf(thing: Named & { readonly key?: string }): string {
  return thing.key ?? thing.name;
}

function placed(config: Config, path: Path, found: string, allowed: string, hint: string): ConfigProblem {
  return { file: config.file, ...placeOf(config, path), path: showPath(path), found, allowed, hint };
}

/** What follows from the categories of the statuses: rules that never have their turn, and changes that never happen. */
function judgeRules(config: Config, vocabularies: Vocabularies, workflow: Workflow): OnlineFinding[] {
  const connections = new Set(
    [workflow.target, ...workflow.routes.map(({ target }) => target)].map((one) => one.connection),
  );
  const sites = [...connections].flatMap((connection) => vocabularies.trackers[connection] ?? []);
  if (sites.length === 0 || sites.length < connections.size) return [];
  const implies = (key: string, given: Choice, wanted: Choice) =>
    sites.every((site) => impliesIn(site, key, given, wanted));
  const pathOf = (index: number): Path => ['workflows', workflow.name, 'rules', index];
  return workflow.rules.flatMap((rule, index) => {
    const doubt = (found: string, hint: string): OnlineFinding => ({
      ...placed(config, pathOf(index), found, 'a rule that can have its turn', hint),
      severity: 'warning',
      connection: null,
      create: null,
    });
    if (sites.every((site) => neverMeets(site, rule))) {
      return [doubt('a rule whose status is of another category', 'remove the status or the category')];
    }
    const before = workflow.rules.slice(0, index);
    const never = before.findIndex((other) => covers(other, rule, implies));
    const mostly = before.findIndex((other) => covers(other, rule, implies, false));
    const earlier = never === -1 ? mostly : never;
    // What the words alone show was told when the file was loaded.
    if (earlier === -1 || before.some((other) => covers(other, rule))) return [];
    const { line } = placeOf(config, pathOf(earlier));
    const [found, but] =
      never === -1
        ? ['seldom', ', but for steps within one category']
        : ['never', ' by the categories of the statuses'];
    const hint = `the rule of line ${line} holds wherever this one would${but}; put this one before it`;
    return [doubt(`a rule that ${found} has its turn`, hint)];
  });
}

// Plays whole config files: what came of one thing that somebody did, by all that can be seen of it.
import { expect } from 'vitest';
import { explain } from '../../src/application/explain.ts';
import type { JiraState, Project } from '../../src/simulators/jira/types.ts';
import { observe, quiet } from './observe.ts';
import { openDialog, settled, until, type World } from './world.ts';

export interface Played {
  /** What was answered to Jira's webhooks. */
  readonly answers: (number | string)[];
  /** How the events of the dialog ended, each `STATE REASON`. */
  readonly outcomes: string[];
  /** Where the rules stand that were met, as `explain` tells. */
  readonly rules: string[];
  /** What was written at both vendors, with N for ids. */
  readonly calls: string[];
  /** The new notes, as lines. */
  readonly notes: string[][];
  /** Lines of the log that nobody wants to see. */
  readonly troubles: Record<string, unknown>[];
  /** What the log says was planned. */
  readonly planned: string[];
}

interface Call {
  readonly method: string;
  readonly path: string;
  readonly requestBody: unknown;
}

/** The field that `summary.countField` of the example names. */
const COUNT_OF_CUSTOMERS = /^\{"fields":\{"customfield_10060":\d+\}\}$/;

// The summary on the issue comes in its own time and has tests of its own.
const written = (calls: readonly Call[]): string[] =>
  calls
    .filter(({ method, path }) => method !== 'GET' && !/\/search|deskbridge\.summary/.test(path))
    .filter(({ requestBody }) => !COUNT_OF_CUSTOMERS.test(JSON.stringify(requestBody ?? null)))
    .map(({ method, path }) => `${method} ${path.replace(/\/(?:[A-Z]+-)?\d+(?=\/|$)/g, '/N')}`);

/** Lets something happen, waits until all is quiet, and tells all that came of it. */
export async function play(world: World, conversationId: string, act: () => unknown): Promise<Played> {
  const calls = () => [...world.intercom.listExchanges(), ...world.jira.exchanges];
  // The vendors keep the latest calls only.
  const before = new Set<Call>(calls());
  const seen = await observe(world, conversationId, act);
  const { bridge } = world.deskbridge;
  const explained = await Promise.all(seen.events.map(({ id }) => explain(id, bridge)));
  const met = explained.flatMap((one) => one?.rules ?? []).flatMap(({ tried }) => tried.filter((rule) => rule.matched));
  return {
    answers: [...new Set(seen.answers)],
    outcomes: [...new Set(seen.events.map(({ outcome, reason }) => `${outcome} ${reason}`))].sort(),
    rules: [...new Set(met.map(({ at }) => at))],
    calls: written(calls().filter((call) => !before.has(call))).sort(),
    notes: seen.notes,
    troubles: seen.log.filter(({ level }) => level === 'error' || level === 'warn'),
    planned: seen.log.flatMap(({ event, outcome, reason }) =>
      event === 'event.planned' ? [`${String(outcome)} ${String(reason)}`] : [],
    ),
  };
}

export function dialogIn(world: World, conversationId: string) {
  const found = world.intercom.state.conversations.get(conversationId);
  if (found === undefined) throw new Error(`no conversation ${conversationId}`);
  return found;
}

/** Names of the tags of a dialog, sorted. */
export function tagsOf(world: Pick<World, 'intercom'>, conversationId: string): string[] {
  const { conversations, tags } = world.intercom.state;
  return (conversations.get(conversationId)?.tags ?? []).map(({ tagId }) => tags.get(tagId)?.name ?? tagId).sort();
}

/** Links a dialog as teammates do, by a note; the teammate is then the owner of the link. */
export async function linkByNote(world: World, conversationId: string, key: string, adminId = '901'): Promise<void> {
  world.intercom.teammateNotes({ conversationId, adminId, body: `<p>jira: ${key}</p>` });
  await quiet(world);
}

/** A dialog that is linked by a teammate with a fresh issue. */
export async function startDialog(world: World, given: { project?: string; type?: string } = {}) {
  const conversationId = openDialog(world);
  const { project = 'SUP', type = 'Bug' } = given;
  const issue = world.jira.createIssue({ project, type, summary: 'Report does not open' });
  await linkByNote(world, conversationId, issue.key);
  return { conversationId, issue };
}

/** The first calls of a process load the SDKs: on a busy machine that takes longer than a test waits. */
export async function warmUp(world: World): Promise<void> {
  const conversationId = openDialog(world);
  const issue = world.jira.createIssue({ project: world.jira.state.projects[0]?.key ?? '', summary: 'First' });
  world.intercom.teammateNotes({ conversationId, adminId: '901', body: `<p>jira: ${issue.key}</p>` });
  await settled(world, 30_000);
  await quiet(world);
}

/** What Jira shows of an issue, by names. */
export function shown(world: Pick<World, 'jira'>, key: string) {
  const { state } = world.jira;
  const issue = world.jira.issue(key);
  const nameIn = (list: readonly { id: string; name: string }[], id: string | null) =>
    list.find((one) => one.id === id)?.name ?? null;
  const project = state.projects.find(({ id }) => id === issue.projectId);
  return {
    project: project?.key ?? null,
    type: nameIn(state.issueTypes, issue.typeId),
    status: nameIn(state.statuses, issue.statusId),
    priority: nameIn(state.priorities, issue.priorityId),
    // One label of ours tells the issue from others after an unclear answer.
    labels: issue.labels.filter((label) => !/^deskbridge-dl_[0-9a-f]{26}$/.test(label)),
    components: issue.componentIds.map((id) => nameIn(project?.components ?? [], id)),
    custom: Object.fromEntries(issue.custom),
    summary: issue.summary,
    files: issue.attachments.map(({ filename }) => filename),
    text: JSON.stringify(issue.description),
    comments: issue.comments.map(({ body }) => JSON.stringify(body)),
  };
}

/** The issue that is made next. */
export async function nextIssue(world: World, act: () => unknown): Promise<string> {
  const before = new Set(world.jira.created().map(({ key }) => key));
  await act();
  const issue = await until('a new issue', () => world.jira.created().find(({ key }) => !before.has(key)));
  await quiet(world);
  return issue.key;
}

/** Adds a project like an existing one. */
export function addProject(state: JiraState, like: string, given: Partial<Project> & { key: string }): void {
  const model = state.projects.find(({ key }) => key === like);
  if (model === undefined) throw new Error(`no project ${like}`);
  const id = String(Math.max(...state.projects.map((one) => Number(one.id))) + 1);
  const own = { components: [], versions: [], required: [], requiredByType: {}, lastNumber: 0 };
  state.projects.push({ ...model, screen: [...model.screen], ...own, id, name: given.key, ...given });
}

/** Gives all screens of the site one more custom field. */
export function addField(state: JiraState, number: number, name: string, kind: 'text' | 'tags' | 'number'): void {
  const types = { text: 'textfield', tags: 'labels', number: 'float' };
  const type = `com.atlassian.jira.plugin.system.customfieldtypes:${types[kind]}`;
  state.fields.push({ id: `customfield_${number}`, name, kind, custom: { type, number } });
  for (const project of state.projects) project.screen.push(`customfield_${number}`);
}

/** Gives things of a site, such as statuses, other names by their ids. */
export function rename(list: { id: string; name: string; russian: string }[], names: Record<string, string>): void {
  for (const one of list) {
    const name = names[one.id];
    if (name !== undefined) Object.assign(one, { name, russian: name });
  }
}

/** What a test says of one thing that happened; calls and notes are compared when they are given. */
export interface Wanted {
  /** How the event ended. */
  readonly outcome: string;
  /** The one rule that it met. */
  readonly rule: string;
  readonly calls?: readonly string[];
  readonly notes?: readonly (readonly string[])[];
}

/** Holds all five outcomes at once: answer, stored state, outgoing calls, texts and log. */
export function expectPlayed(seen: Played, wanted: Wanted): void {
  expect(seen.troubles).toEqual([]);
  expect(seen.answers.filter((status) => status !== 200)).toEqual([]);
  expect({ rules: seen.rules, outcomes: seen.outcomes, planned: seen.planned }).toEqual({
    rules: [wanted.rule],
    outcomes: expect.arrayContaining([wanted.outcome]),
    planned: expect.arrayContaining([wanted.outcome]),
  });
  if (wanted.calls !== undefined) expect(seen.calls).toEqual([...wanted.calls].sort());
  if (wanted.notes !== undefined) expect(seen.notes).toEqual(wanted.notes);
}

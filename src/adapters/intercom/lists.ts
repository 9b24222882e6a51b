// The lists of a workspace: teams, teammates, tags, attributes and ticket states, by id and name.
import { z } from 'zod';
import type { Named } from '../../domain/dialog.ts';
import type { Caller } from './caller.ts';
import { type Remembered, remember } from './remember.ts';
import { wireId } from './wire.ts';

/** A custom attribute; its type as the vendor writes it (`string`, `integer`, `decimal`, `boolean`, `list`, …). */
export interface Attribute extends Named {
  readonly dataType: string | null;
}

/** A state that tickets can be in; its category is one of submitted, in_progress, waiting_on_customer, resolved. */
export interface TicketState {
  readonly id: string;
  /** The label that teammates see, else the one that customers see, else the category. */
  readonly name: string;
  readonly labels: readonly string[];
  readonly category: string | null;
  /** Ids of the ticket types that have this state; empty when the answer does not say. */
  readonly typeIds: readonly string[];
}

export interface Lists {
  readonly teams: Remembered<readonly Named[]>;
  readonly teammates: Remembered<readonly Named[]>;
  readonly ticketStates: Remembered<readonly TicketState[]>;
}

const text = z.string().nullish().catch(null);
const named = z
  .object({ id: wireId, name: text })
  .transform(({ id, name }): Named => ({ id, name: name?.trim() || id }));
const attribute = z.object({
  id: wireId.nullish().catch(null),
  name: z.string().min(1),
  data_type: text,
  archived: z.boolean().nullish().catch(null),
  custom: z.boolean().nullish().catch(null),
});
const ticketState = z
  .object({
    id: wireId,
    category: text,
    internal_label: text,
    external_label: text,
    archived: z.boolean().nullish().catch(null),
    ticket_types: z
      .object({ data: z.array(z.object({ id: wireId })) })
      .nullish()
      .catch(null),
  })
  .transform((state) => {
    const labels = [state.internal_label, state.external_label].filter((label) => typeof label === 'string');
    return {
      id: state.id,
      name: labels[0] ?? state.category ?? state.id,
      labels,
      category: state.category ?? null,
      typeIds: (state.ticket_types?.data ?? []).map((type) => type.id),
      archived: state.archived === true,
    };
  });

/** The items of a list that have the expected shape; the others are left out instead of spoiling it. */
function listOf<T>(item: z.ZodType<T>) {
  return z.array(z.unknown()).transform((items) =>
    items.flatMap((one) => {
      const read = item.safeParse(one);
      return read.success ? [read.data] : [];
    }),
  );
}

const teamsAnswer = z.object({ teams: listOf(named) });
const adminsAnswer = z.object({ admins: listOf(named) });
const tagsAnswer = z.object({ data: listOf(named) });
const attributesAnswer = z.object({ data: listOf(attribute) });
const statesAnswer = z.object({ data: listOf(ticketState) });

export async function loadTeams(caller: Caller): Promise<readonly Named[]> {
  const call = { method: 'GET', route: '/teams', answer: teamsAnswer };
  return (await caller.call({ ...call, perform: (client) => client.teams.list() })).teams;
}

export async function loadTeammates(caller: Caller): Promise<readonly Named[]> {
  const call = { method: 'GET', route: '/admins', answer: adminsAnswer };
  return (await caller.call({ ...call, perform: (client) => client.admins.list() })).admins;
}

export async function loadTags(caller: Caller): Promise<readonly Named[]> {
  const call = { method: 'GET', route: '/tags', answer: tagsAnswer };
  return (await caller.call({ ...call, perform: (client) => client.tags.list() })).data;
}

/** States that are not archived. */
export async function loadTicketStates(caller: Caller): Promise<readonly TicketState[]> {
  const call = { method: 'GET', route: '/ticket_states', answer: statesAnswer };
  const list = await caller.call({ ...call, perform: (client) => client.ticketStates.listTicketStates() });
  return list.data.filter((state) => !state.archived);
}

/** True for versions that list conversation attributes on their own path: 2.16 and later, and "Preview". */
export function hasConversationAttributes(apiVersion: string): boolean {
  const [major, minor] = apiVersion.split('.').map(Number);
  if (major === undefined || Number.isNaN(major)) {
    return true;
  }
  return major > 2 || (major === 2 && (minor ?? 0) >= 16);
}

function toAttributes(items: readonly z.infer<typeof attribute>[]): readonly Attribute[] {
  return items
    .filter((item) => item.archived !== true)
    .map(({ id, name, data_type: dataType }) => ({ id: id ?? name, name, dataType: dataType ?? null }));
}

/** Attributes of conversations that are not archived. Until 2.15 they stood among the data attributes. */
export async function loadConversationAttributes(caller: Caller, apiVersion: string): Promise<readonly Attribute[]> {
  if (hasConversationAttributes(apiVersion)) {
    return toAttributes((await caller.get('/conversations/attributes', attributesAnswer)).data);
  }
  return loadDataAttributes(caller, 'conversation');
}

/** Custom attributes of contacts (or, until 2.15, conversations) that are not archived. */
export async function loadDataAttributes(
  caller: Caller,
  model: 'contact' | 'conversation',
): Promise<readonly Attribute[]> {
  const call = { method: 'GET', route: '/data_attributes', answer: attributesAnswer };
  const list = await caller.call({ ...call, perform: (client) => client.dataAttributes.list({ model }) });
  return toAttributes(list.data.filter((item) => item.custom !== false));
}

export function createLists(caller: Caller, now: () => number): Lists {
  return {
    teams: remember(now, () => loadTeams(caller)),
    teammates: remember(now, () => loadTeammates(caller)),
    ticketStates: remember(now, () => loadTicketStates(caller)),
  };
}

/** By id, else by name in any case of letters; several where a name is not unique. Asks again when the list is not recent. */
export async function findNamed(list: Remembered<readonly Named[]>, wanted: string): Promise<readonly Named[]> {
  const found = match(await list.get(), wanted);
  return found.length === 0 && list.doubt() ? match(await list.get(), wanted) : found;
}

function match(items: readonly Named[], wanted: string): readonly Named[] {
  const asked = wanted.trim();
  const byId = items.filter((item) => item.id === asked);
  return byId.length > 0 ? byId : items.filter((item) => item.name.toLowerCase() === asked.toLowerCase());
}

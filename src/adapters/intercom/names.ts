// Which tags and conversation attributes a workspace has, by name; asked for rarely and remembered for a while.
import { z } from 'zod';
import { VendorError } from '../../application/vendor-error.ts';
import type { Caller } from './caller.ts';
import { wireId } from './wire.ts';

/** How long a list of names is believed: an admin who adds a tag waits this long at most. */
const FRESH_FOR_MS = 600_000;

const tagList = z.object({ data: z.array(z.object({ id: wireId, name: z.string() })) });
const attributeList = z.object({
  data: z.array(z.object({ name: z.string(), archived: z.boolean().nullish().catch(null) })),
});

export interface Names {
  /** The id of the tag of this name, in any case of letters; null when there is none. */
  findTag(name: string): Promise<string | null>;
  /** The exact name of the conversation attribute; null when there is none, undefined when the list may not be read. */
  findAttribute(name: string): Promise<string | null | undefined>;
  /** Forgets the lists, because one of them proved wrong. */
  forget(): void;
}

/** Keeps what `load` gave; a failed load is not kept. */
function remember<T>(now: () => number, load: () => Promise<T>): { get(): Promise<T>; forget(): void } {
  let kept: { at: number; value: Promise<T> } | null = null;
  return {
    get() {
      if (kept === null || now() - kept.at > FRESH_FOR_MS) {
        const value = load();
        kept = { at: now(), value };
        value.catch(() => {
          kept = kept?.value === value ? null : kept;
        });
      }
      return kept.value;
    },
    forget() {
      kept = null;
    },
  };
}

/** True for versions that list conversation attributes on their own path: 2.16 and later, and "Preview". */
function hasConversationAttributes(apiVersion: string): boolean {
  const [major, minor] = apiVersion.split('.').map(Number);
  if (major === undefined || Number.isNaN(major)) {
    return true;
  }
  return major > 2 || (major === 2 && (minor ?? 0) >= 16);
}

async function loadAttributes(caller: Caller, apiVersion: string): Promise<readonly string[] | undefined> {
  try {
    const list = hasConversationAttributes(apiVersion)
      ? await caller.get('/conversations/attributes', attributeList)
      : await caller.call({
          method: 'GET',
          route: '/data_attributes',
          answer: attributeList,
          perform: (client) => client.dataAttributes.list({ model: 'conversation' }),
        });
    return list.data.filter((attribute) => attribute.archived !== true).map((attribute) => attribute.name);
  } catch (error) {
    // A token without the right to read attributes may still write them.
    if (error instanceof VendorError && ['forbidden', 'gone', 'rejected'].includes(error.details.kind)) {
      return undefined;
    }
    throw error;
  }
}

export function createNames(caller: Caller, apiVersion: string, now: () => number): Names {
  const tags = remember(now, async () => {
    const call = { method: 'GET', route: '/tags', answer: tagList };
    const list = await caller.call({ ...call, perform: (client) => client.tags.list() });
    return new Map(list.data.map((tag) => [tag.name.toLowerCase(), tag.id]));
  });
  const attributes = remember(now, () => loadAttributes(caller, apiVersion));
  return {
    async findTag(name) {
      return (await tags.get()).get(name.trim().toLowerCase()) ?? null;
    },
    async findAttribute(name) {
      const names = await attributes.get();
      if (names === undefined || names.includes(name)) {
        return names && name;
      }
      return names.find((other) => other.toLowerCase() === name.toLowerCase()) ?? null;
    },
    forget() {
      tags.forget();
      attributes.forget();
    },
  };
}

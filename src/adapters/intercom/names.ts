// Which tags and conversation attributes a workspace has, by name; asked for rarely and remembered for a while.
import { VendorError } from '../../application/vendor-error.ts';
import type { Caller } from './caller.ts';
import { type Attribute, loadConversationAttributes, loadTags } from './lists.ts';
import { remember } from './remember.ts';

export interface Names {
  /** The id of the tag of this name (in any case of letters) or id; null when there is none. */
  findTag(name: string): Promise<string | null>;
  /** The conversation attribute of this name or id; null when there is none, undefined when the list may not be read. */
  findAttribute(name: string): Promise<Attribute | null | undefined>;
  /** Forgets the lists, because one of them proved wrong. */
  forget(): void;
}

async function loadAttributes(caller: Caller, apiVersion: string): Promise<readonly Attribute[] | undefined> {
  try {
    return await loadConversationAttributes(caller, apiVersion);
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
    const list = await loadTags(caller);
    return new Map(
      list.flatMap((tag) => [
        [tag.id, tag.id],
        [tag.name.toLowerCase(), tag.id],
      ]),
    );
  });
  const attributes = remember(now, () => loadAttributes(caller, apiVersion));
  return {
    async findTag(name) {
      return (await tags.get()).get(name.trim().toLowerCase()) ?? null;
    },
    async findAttribute(name) {
      const list = await attributes.get();
      if (list === undefined) {
        return undefined;
      }
      const found =
        list.find((one) => one.name === name) ??
        list.find((one) => one.name.toLowerCase() === name.trim().toLowerCase()) ??
        list.find((one) => one.id === name.trim());
      return found ?? null;
    },
    forget() {
      tags.forget();
      attributes.forget();
    },
  };
}

// Reads the properties of a comment one by one, for a Jira that does not give them with the comment.
import { z } from 'zod';
import type { OurAccount } from './account.ts';
import { idOfUser } from './people.ts';
import { INTERNAL, MARK, type Properties, type RawComment } from './read-comment.ts';

const propertySchema = z.object({ key: z.string(), value: z.unknown() });

export interface PropertyReader {
  /** Our mark and the sign of an internal comment; throws VendorError. */
  of(comment: RawComment): Promise<Properties>;
}

export function createPropertyReader(edition: 'cloud' | 'data-center', account: OurAccount): PropertyReader {
  const readOne = async (commentId: string, key: string): Promise<Properties> => {
    const id = encodeURIComponent(commentId);
    const reply = await account.sendProven({
      method: 'GET',
      route: 'comment/{id}/properties/{key}',
      path: `comment/${id}/properties/${key}`,
    });
    const property = propertySchema.safeParse(reply?.data).data;
    return property === undefined ? [] : [property];
  };

  return {
    async of(comment) {
      if (comment.properties !== undefined) return comment.properties;
      const { id } = await account.known();
      // Only our own account writes the mark. Cloud tells in `jsdPublic` what Data Center keeps in a property alone.
      const isOurs = idOfUser(comment.author) === id;
      const mark = isOurs ? await readOne(comment.id, MARK) : [];
      return edition === 'data-center' ? [...mark, ...(await readOne(comment.id, INTERNAL))] : mark;
    },
  };
}

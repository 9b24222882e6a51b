// Reads a comment: its rich text, who may see it, and whether it carries our mark.
import { z } from 'zod';
import { readAdf } from '../../domain/document/read-adf.ts';
import { readWiki } from '../../domain/document/read-wiki.ts';
import type { Document } from '../../domain/document/document.ts';
import type { Comment } from '../../domain/issue.ts';
import { actorOf, userSchema } from './people.ts';
import { readTime } from './read-time.ts';

/** The comment property that holds our mark, `{ "delivery": ID }`. */
export const MARK = 'deskbridge';
/** Where Jira Service Management keeps that a comment is internal; on Data Center there is nothing else to tell it. */
export const INTERNAL = 'sd.public.comment';

const text = z.string().min(1).optional().catch(undefined);
const commentSchema = z.object({
  id: z.union([z.string().min(1), z.number().transform(String)]),
  author: userSchema,
  body: z.unknown(),
  renderedBody: z.string().optional().catch(undefined),
  created: z.string(),
  updated: text,
  jsdPublic: z.boolean().optional().catch(undefined),
  visibility: z.object({ type: text, value: text, identifier: text }).nullish().catch({}),
  properties: z
    .array(z.object({ key: z.string(), value: z.unknown() }))
    .optional()
    .catch(undefined),
});

export type RawComment = z.infer<typeof commentSchema>;
export type Properties = NonNullable<RawComment['properties']>;

/** Null for what is not a comment. */
export function parseComment(data: unknown): RawComment | null {
  return commentSchema.safeParse(data).data ?? null;
}

export interface CommentPlace {
  readonly edition: 'cloud' | 'data-center';
  readonly siteUrl: string;
  readonly ourAccountId: string | null;
}

/** `properties` are the comment's own, or what was read of them separately. Null when its times make no sense. */
export async function readComment(
  raw: RawComment,
  properties: Properties,
  place: CommentPlace,
): Promise<Comment | null> {
  const createdAt = readTime(raw.created);
  if (createdAt === null) return null;
  return {
    id: raw.id,
    author: actorOf(raw.author, place.ourAccountId),
    body: await readBody(raw, place),
    createdAt,
    updatedAt: readTime(raw.updated) ?? createdAt,
    restrictedTo: readRestriction(raw, properties),
    ourDelivery: readMark(properties),
  };
}

/** The delivery that wrote the comment, by our mark on it. */
export function readMark(properties: Properties): string | null {
  const value = properties.find(({ key }) => key === MARK)?.value;
  const delivery = typeof value === 'object' && value !== null ? Reflect.get(value, 'delivery') : undefined;
  return typeof delivery === 'string' && delivery !== '' ? delivery : null;
}

/**
 * A role, a group, or "internal". `jsdPublic: true` proves nothing: it was seen on internal comments and stands on
 * comments for one role, so each sign of a restriction counts by itself.
 */
function readRestriction(raw: RawComment, properties: Properties): string | null {
  const { visibility } = raw;
  if (visibility !== null && visibility !== undefined)
    return visibility.value ?? visibility.identifier ?? visibility.type ?? 'unknown';
  const internal = properties.find(({ key }) => key === INTERNAL)?.value;
  const isInternal = typeof internal === 'object' && internal !== null && isTrue(Reflect.get(internal, 'internal'));
  return isInternal || raw.jsdPublic === false ? 'internal' : null;
}

function isTrue(value: unknown): boolean {
  return value === true || value === 'true';
}

async function readBody(raw: RawComment, { edition, siteUrl }: CommentPlace): Promise<Document> {
  const context = { baseUrl: siteUrl };
  if (typeof raw.body === 'object' && raw.body !== null) return readAdf(raw.body, context);
  // Data Center renders its own markup, plug-ins' macros included, better than anybody else can read it.
  if (edition === 'data-center' && raw.renderedBody !== undefined && raw.renderedBody !== '') {
    // Loaded when first needed: the sanitizer behind it is no business of a start-up.
    const { readHtml } = await import('../../kit/read-html.ts');
    return readHtml(raw.renderedBody, context);
  }
  return readWiki(typeof raw.body === 'string' ? raw.body : '', context);
}

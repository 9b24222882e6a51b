// The few fields of a Jira webhook that Deskbridge reads, as leniently as the payloads of ten years differ.
import { z } from 'zod';
import { type User, userSchema } from './people.ts';
import { readTime } from './read-time.ts';

const text = z.string().min(1).optional().catch(undefined);
/** Strings in issues and comments, numbers in payloads of Automation; anything but digits is not an id. */
const id = z
  .union([z.string().regex(/^\d{1,19}$/), z.number().int().positive().transform(String)])
  .optional()
  .catch(undefined);

const issueSchema = z
  .object({ id, key: text, fields: z.object({ updated: text }).optional().catch(undefined) })
  .optional()
  .catch(undefined);

const commentSchema = z
  .object({ id, self: text, author: userSchema, updateAuthor: userSchema, created: text, updated: text })
  .optional()
  .catch(undefined);

/** A version has no webhook with its issues; `projectId` is a number where everything else has texts. */
const versionSchema = z.object({ id, name: text, projectId: id }).optional().catch(undefined);

const payloadSchema = z.object({
  webhookEvent: text,
  issue_event_type_name: text,
  timestamp: z.union([z.number(), z.string()]).optional().catch(undefined),
  user: userSchema,
  issue: issueSchema,
  comment: commentSchema,
  version: versionSchema,
  changelog: z.object({ items: z.unknown() }).optional().catch(undefined),
});

export interface Payload {
  /** Null in what Jira Automation sends: the bare issue. */
  readonly name: string | null;
  /** What kind of update it was; old servers do not tell. */
  readonly type: string | null;
  readonly at: number;
  readonly user: User;
  readonly issueId: string | null;
  readonly issueKey: string | null;
  readonly comment: z.infer<typeof commentSchema>;
  readonly version: z.infer<typeof versionSchema>;
  readonly items: unknown;
}

/** Null for what is not even an object. */
export function readPayload(payload: unknown): Payload | null {
  const parsed = payloadSchema.safeParse(payload);
  if (!parsed.success) return null;
  const { webhookEvent, issue_event_type_name, user, comment, version, changelog, ...rest } = parsed.data;
  // "Send web request" of Jira Automation posts the issue itself in one of its formats.
  const issue = rest.issue ?? (webhookEvent === undefined ? readBareIssue(payload) : undefined);
  return {
    name: webhookEvent ?? null,
    type: issue_event_type_name ?? null,
    at: firstTime(rest.timestamp, issue?.fields?.updated, comment?.updated, comment?.created),
    user,
    issueId: issue?.id ?? issueIdOfComment(comment?.self),
    issueKey: issue?.key ?? null,
    comment,
    version,
    items: changelog?.items,
  };
}

function readBareIssue(payload: unknown): z.infer<typeof issueSchema> {
  const issue = issueSchema.parse(payload);
  return issue?.key === undefined ? undefined : issue;
}

/** Data Center's `comment_created` holds no issue: its id stands only in the comment's own address. */
function issueIdOfComment(self: string | undefined): string | null {
  return /\/issue\/(\d{1,19})\/comment\/\d+/.exec(self ?? '')?.[1] ?? null;
}

/** The first time that can be understood; 0 when the payload tells none. */
function firstTime(...candidates: readonly (number | string | undefined)[]): number {
  for (const candidate of candidates) {
    if (candidate === undefined) continue;
    const isMillis = typeof candidate === 'number' || /^\d{12,14}$/.test(candidate);
    const time = isMillis ? Number(candidate) : readTime(candidate);
    if (time !== null && Number.isFinite(time) && time > 0) return Math.trunc(time);
  }
  return 0;
}

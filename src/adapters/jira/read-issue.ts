// Reads an issue as Jira's REST API gives it into the snapshot that Deskbridge works with.
import { z } from 'zod';
import { readAdf } from '../../domain/document/read-adf.ts';
import { urlsIn, urlsInText } from '../../domain/document/urls.ts';
import type { IssueAttachment, IssueSnapshot, StatusCategory } from '../../domain/issue.ts';
import { readTime } from './read-time.ts';

/** All fields, because a text or URL field can have any id, without the long ones that are not looked at. */
export const ISSUE_FIELDS =
  '*all,-comment,-worklog,-issuelinks,-subtasks,-parent,-watches,-votes,-timetracking,-progress';

const text = z.string().nullish().catch(null);
const id = z.union([z.string().min(1), z.number().transform(String)]);
const named = z
  .object({ name: z.string(), id: id.nullish().catch(null) })
  .nullish()
  .catch(null);

const issueSchema = z.object({
  id,
  key: z.string().min(1),
  fields: z.looseObject({
    summary: text,
    updated: z.string(),
    duedate: text,
    issuetype: named,
    resolution: named,
    priority: named,
    project: z.object({ key: z.string() }).nullish().catch(null),
    assignee: z.object({ displayName: z.string(), accountId: text, key: text }).nullish().catch(null),
    fixVersions: z
      .array(z.object({ name: z.string() }))
      .nullish()
      .catch(null),
    components: z
      .array(z.object({ name: z.string() }))
      .nullish()
      .catch(null),
    labels: z.array(z.string()).nullish().catch(null),
    status: z.object({
      id,
      name: z.string(),
      statusCategory: z.object({ key: z.string() }).nullish().catch(null),
    }),
    attachment: z
      .array(z.object({ id, filename: z.string(), content: text }))
      .nullish()
      .catch(null),
  }),
});

/** By key, because names are translated; the keys are the same on every site. */
const CATEGORIES: Readonly<Record<string, StatusCategory>> = {
  new: 'todo',
  indeterminate: 'in_progress',
  done: 'done',
};

export function categoryOf(key: string | undefined): StatusCategory {
  return CATEGORIES[key ?? ''] ?? 'undefined';
}

export interface Site {
  readonly connection: string;
  readonly siteUrl: string;
}

/** Null for what is not an issue. */
export function readIssue(data: unknown, site: Site): IssueSnapshot | null {
  const parsed = issueSchema.safeParse(data);
  if (!parsed.success) return null;
  const { id: issueId, key, fields } = parsed.data;
  const updatedAt = readTime(fields.updated);
  if (updatedAt === null) return null;
  const url = `${site.siteUrl}/browse/${encodeURIComponent(key)}`;
  const category = categoryOf(fields.status.statusCategory?.key);
  return {
    connection: site.connection,
    issueId,
    key,
    url,
    projectKey: fields.project?.key ?? key.slice(0, key.lastIndexOf('-')),
    summary: fields.summary ?? '',
    type: fields.issuetype?.name ?? '',
    status: { id: fields.status.id, name: fields.status.name, category },
    resolution: fields.resolution?.name ?? null,
    priority: fields.priority?.name ?? null,
    assignee: fields.assignee?.displayName ?? null,
    fixVersions: (fields.fixVersions ?? []).map((version) => version.name),
    components: (fields.components ?? []).map((component) => component.name),
    labels: fields.labels ?? [],
    dueDate: /^\d{4}-\d{2}-\d{2}/.exec(fields.duedate ?? '')?.[0] ?? null,
    attachments: (fields.attachment ?? []).map((file) => readAttachment(file, site.siteUrl)),
    urls: findUrlsInFields(fields),
    updatedAt,
    ids: {
      type: fields.issuetype?.id ?? null,
      priority: fields.priority?.id ?? null,
      resolution: fields.resolution?.id ?? null,
      assignee: fields.assignee?.accountId ?? fields.assignee?.key ?? null,
    },
  };
}

/** `content` leads to the API, through the gateway to where no person has an account: then the site's own page is named. */
function readAttachment(
  file: { id: string; filename: string; content?: string | null | undefined },
  siteUrl: string,
): IssueAttachment {
  const ofSite = `${siteUrl}/secure/attachment/${encodeURIComponent(file.id)}/${encodeURIComponent(file.filename)}`;
  const isOnSite = file.content?.startsWith(`${siteUrl}/`) === true;
  return { id: file.id, name: file.filename, url: isOnSite ? (file.content ?? ofSite) : ofSite };
}

/** In what people write: summary, description, environment and the custom fields, as text, list of texts or rich text. */
function findUrlsInFields(fields: Readonly<Record<string, unknown>>): string[] {
  const urls = new Set<string>();
  for (const [name, value] of Object.entries(fields)) {
    const isWritten =
      name === 'description' || name === 'summary' || name === 'environment' || name.startsWith('customfield_');
    if (isWritten && value !== null) for (const url of findUrlsInValue(value)) urls.add(url);
  }
  return [...urls];
}

function findUrlsInValue(value: unknown): readonly string[] {
  if (typeof value === 'string') return value.includes('://') ? urlsInText(value) : [];
  if (Array.isArray(value))
    return value.filter((item) => typeof item === 'string').flatMap((item) => findUrlsInValue(item));
  // Users, options and versions are objects too, and hold addresses of their own that nobody wrote.
  const isRichText = typeof value === 'object' && value !== null && Reflect.get(value, 'type') === 'doc';
  return isRichText ? urlsIn(readAdf(value)) : [];
}

// Reads what a new issue of a project and type can and must be given.
import { z } from 'zod';
import type { Found, Missing } from '../../application/ports.ts';
import { VendorError } from '../../application/vendor-error.ts';
import type { CreateField, CreateForm } from '../../domain/new-issue.ts';
import type { OurAccount } from './account.ts';
import type { Call } from './call.ts';
import { checkProject } from './ids.ts';
import { readPages } from './pages.ts';
import { readField } from './read-field.ts';
import type { Session } from './session.ts';

const id = z.union([z.string().min(1), z.number().transform(String)]);
const projectSchema = z.object({ id, key: z.string().min(1), name: z.string() });
const typeSchema = z.object({ id, name: z.string(), untranslatedName: z.string().optional().catch(undefined) });

/** Chosen by the form itself. */
const GIVEN = new Set(['project', 'issuetype']);
/** Nothing that a form asks, unless Jira insists. */
const SELDOM = new Set(['attachment', 'issuelinks', 'parent']);

/**
 * By the paged endpoints that both editions have; the old `createmeta` is gone from Data Center 9 and deprecated on Cloud.
 * Missing when the account sees no such project, or may create no such type in it. Throws VendorError.
 */
export async function readCreateForm(
  connection: string,
  projectKey: string,
  type: string,
  session: Session,
  account: OurAccount,
): Promise<Found<CreateForm> | Missing> {
  const key = checkProject(connection, projectKey);
  const [project, types] = await Promise.all([readProject(key, session, account), readTypes(key, session)]);
  const chosen = types === null ? undefined : chooseType(types, type);
  if (project === null || chosen === undefined) return { state: 'missing' };
  const call: Call = {
    method: 'GET',
    route: 'issue/createmeta/{key}/issuetypes/{id}',
    path: `issue/createmeta/${key}/issuetypes/${encodeURIComponent(chosen.id)}`,
  };
  const fields = (await readPages(call, session)).map((field) => readField(field)).filter(isAsked);
  return { state: 'found', value: { connection, project, type: { id: chosen.id, name: chosen.name }, fields } };
}

function isAsked(field: CreateField | null): field is CreateField {
  if (field === null || GIVEN.has(field.id)) return false;
  return field.required || !SELDOM.has(field.id);
}

async function readProject(key: string, session: Session, account: OurAccount): Promise<CreateForm['project'] | null> {
  const call: Call = { method: 'GET', route: 'project/{key}', path: `project/${key}` };
  const reply = await account.sendProven(call);
  if (reply === null) return null;
  const project = projectSchema.safeParse(reply.data).data;
  if (project === undefined) throw session.complain(reply, call, 'a project');
  return project;
}

type IssueType = z.infer<typeof typeSchema>;

/** Null for a project that is not there: the editions say so by 404 or by 400. */
async function readTypes(key: string, session: Session): Promise<readonly IssueType[] | null> {
  const path = `issue/createmeta/${key}/issuetypes`;
  try {
    const list = await readPages({ method: 'GET', route: 'issue/createmeta/{key}/issuetypes', path }, session);
    return list.flatMap((type) => typeSchema.safeParse(type).data ?? []);
  } catch (error) {
    const status = error instanceof VendorError ? error.details.status : undefined;
    if (status === 404 || status === 400) return null;
    throw error;
  }
}

/** By id, then by name in any case of letters, as the site shows it or as it is called in English. */
function chooseType(types: readonly IssueType[], wanted: string): IssueType | undefined {
  const name = wanted.trim().toLowerCase();
  return (
    types.find((type) => type.id === wanted.trim()) ??
    types.find((type) => type.name.toLowerCase() === name) ??
    types.find((type) => type.untranslatedName?.toLowerCase() === name)
  );
}

// What the doctor asks a Jira site beyond the work itself: projects, their issue types, and what our account may do.
import { z } from 'zod';
import type { JiraChecks, ProjectReading } from '../../application/doctor.ts';
import { VendorError } from '../../application/vendor-error.ts';
import type { Call } from './call.ts';
import type { IssuesOptions } from './options.ts';
import { createSession, type Session } from './session.ts';

const project = z.object({ issueTypes: z.array(z.object({ id: z.string(), name: z.string() })) });

/** Atlassian: "Get my permissions"; Data Center answers with all of them whatever is asked for. */
const permissions = z.object({ permissions: z.record(z.string(), z.object({ havePermission: z.boolean() })) });

async function readProject(key: string, session: Session): Promise<ProjectReading | null> {
  const call: Call = { method: 'GET', route: 'project/{key}', path: `project/${encodeURIComponent(key)}` };
  try {
    const reply = await session.send(call);
    const parsed = project.safeParse(reply.data);
    if (!parsed.success) throw session.complain(reply, call, 'a project with its issue types');
    return { issueTypes: parsed.data.issueTypes };
  } catch (error) {
    if (error instanceof VendorError && error.details.kind === 'gone') return null;
    throw error;
  }
}

/** Only reads. Every method throws VendorError. */
export function createJiraChecks(options: IssuesOptions): JiraChecks {
  const session = createSession(options);
  return {
    project: (key) => readProject(key, session),
    async lacking(projectKey, wanted) {
      const params = { projectKey, permissions: wanted.join(',') };
      const call: Call = { method: 'GET', route: 'mypermissions', path: 'mypermissions', params };
      const reply = await session.send(call);
      const parsed = permissions.safeParse(reply.data);
      if (!parsed.success) throw session.complain(reply, call, 'permissions');
      return wanted.filter((name) => parsed.data.permissions[name]?.havePermission !== true);
    },
  };
}

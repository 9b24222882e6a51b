// What a site serves outside the REST API: attachments' bytes, an issue's page and the login page.
import type { Incoming } from './answer.ts';
import type { Site } from './site.ts';
import { findIssue } from './state.ts';
import type { Answer, Attachment, User } from './types.ts';

export function findAttachment(site: { state: Site['state'] }, id: string): Attachment | undefined {
  for (const issue of site.state.issues.values()) {
    const found = issue.attachments.find((one) => one.id === id || one.mediaId === id);
    if (found !== undefined && !issue.hidden) return found;
  }
  return undefined;
}

function bytes(found: Attachment): Answer {
  return {
    status: 200,
    body: found.content,
    headers: {
      'Content-Type': found.mimeType,
      'Content-Disposition': `attachment; filename*=UTF-8''${encodeURIComponent(found.filename)}`,
    },
  };
}

const gone: Answer = { status: 404, body: '<html><body>Oops, you&#39;ve found a dead link.</body></html>' };

/** The signed address of Cloud's media store: it wants no Authorization header beside its own token. */
function media(site: Site, id: string, incoming: Incoming): Answer {
  const found = findAttachment(site, id);
  const token = new URLSearchParams(incoming.query).get('token');
  if (incoming.headers.authorization !== undefined)
    return { status: 400, body: '<Error><Code>InvalidArgument</Code></Error>' };
  return found === undefined || token !== `signed-${id}` ? { status: 403, body: '<Error/>' } : bytes(found);
}

export function answerBinary(site: Site, incoming: Incoming, user: User | null): Answer {
  const words = incoming.path.split('/').slice(1);
  if (words[0] === 'file' && words[2] === 'binary') return media(site, words[1] ?? '', incoming);
  if (words[0] === 'secure' && words[1] === 'attachment') {
    if (user === null)
      return {
        status: 302,
        headers: {
          Location: `${site.options.contextPath}/login.jsp?os_destination=${encodeURIComponent(incoming.path)}`,
        },
      };
    const found = findAttachment(site, words[2] ?? '');
    return found === undefined ? gone : bytes(found);
  }
  if (words[0] === 'login.jsp')
    return { status: 200, body: '<html><head><title>Log in - Jira</title></head><body>Log in</body></html>' };
  if (words[0] === 'browse') {
    const issue = findIssue(site.state, words[1] ?? '');
    if (issue !== undefined)
      return { status: 200, body: `<html><head><title>[${issue.key}]</title></head><body>${issue.key}</body></html>` };
  }
  return gone;
}

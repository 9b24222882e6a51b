// Remote links and entity properties over REST: upserts by globalId and by key.
import { changeItem, recordUpdate } from './change-issue.ts';
import { findVisibleIssue, requireUser } from './call.ts';
import { isObject } from './read-fields.ts';
import { Refusal, refuse } from './refusal.ts';
import { maySee, remoteLinkJson } from './render-comment.ts';
import { apiUrl } from './render-names.ts';
import { nextId } from './state.ts';
import type { Answer, Call, Issue, JsonObject, RemoteLink, Route } from './types.ts';

function readLink(call: Call): Omit<RemoteLink, 'id'> {
  const body = isObject(call.body) ? call.body : {};
  const object = isObject(body.object) ? body.object : {};
  const errors: Record<string, string> = {};
  if (typeof object.url !== 'string' || object.url === '') errors.url = "'url' is required";
  else if (!/^https?:\/\//.test(object.url)) errors.url = `Invalid URL: ${object.url}`;
  if (typeof object.title !== 'string' || object.title === '') errors.title = "'title' is required";
  else if (object.title.length > 255) errors.title = "'title' must be no more than 255 characters";
  const globalId = typeof body.globalId === 'string' ? body.globalId : null;
  if (globalId !== null && globalId.length > 255) errors.globalId = "'globalId' must be no more than 255 characters";
  if (Object.keys(errors).length > 0) throw refuse(400, [], errors);
  return {
    globalId,
    application: isObject(body.application) ? body.application : null,
    relationship: typeof body.relationship === 'string' ? body.relationship : null,
    object: linkObject(object),
  };
}

function linkObject(given: JsonObject): JsonObject {
  const { url, title, summary, icon, status } = given;
  return {
    url,
    title,
    ...(typeof summary === 'string' ? { summary } : {}),
    icon: isObject(icon) ? icon : {},
    status: isObject(status) ? status : { icon: {} },
  };
}

function postLink(call: Call): Answer {
  const user = requireUser(call);
  const issue = findVisibleIssue(call);
  const given = readLink(call);
  const known =
    given.globalId === null ? undefined : issue.remoteLinks.find((link) => link.globalId === given.globalId);
  const link: RemoteLink = { ...given, id: known?.id ?? Number(nextId(call.state)) };
  if (known === undefined) issue.remoteLinks.push(link);
  else Object.assign(known, given);
  const shown = `This issue links to "${String(given.object.title)} (${String(given.application?.name ?? 'Web Link')})"`;
  const item = changeItem('RemoteIssueLink', 'RemoteIssueLink', { to: String(link.id), toText: shown });
  if (known === undefined) recordUpdate(call.state, issue, user, [item], 'issue_updated');
  const body = { id: link.id, self: apiUrl(call.view, `issue/${issue.key}/remotelink/${link.id}`) };
  return { status: known === undefined ? 201 : 200, body };
}

function linkNotFound(): Refusal {
  return refuse(404, ['No Link with the given id could be found']);
}

function getLinks(call: Call): Answer {
  const issue = findVisibleIssue(call);
  const globalId = call.query.get('globalId');
  if (globalId === null) {
    return { status: 200, body: issue.remoteLinks.map((link) => remoteLinkJson(call.view, issue, link)) };
  }
  const found = issue.remoteLinks.find((link) => link.globalId === globalId);
  if (found === undefined) throw linkNotFound();
  return { status: 200, body: remoteLinkJson(call.view, issue, found) };
}

function getLink(call: Call): Answer {
  const issue = findVisibleIssue(call);
  const found = issue.remoteLinks.find((link) => String(link.id) === call.params[1]);
  if (found === undefined) throw linkNotFound();
  return { status: 200, body: remoteLinkJson(call.view, issue, found) };
}

/** Seen on the live Cloud: a DELETE without a body still wants a Content-Type here. */
function wantContentType(call: Call): void {
  if (call.state.edition === 'cloud' && call.headers['content-type'] === undefined) {
    throw new Refusal(415, { errorMessages: ['Unsupported Media Type'], errors: {} });
  }
}

function dropLink(issue: Issue, found: RemoteLink | undefined): Answer {
  if (found === undefined) throw linkNotFound();
  issue.remoteLinks.splice(issue.remoteLinks.indexOf(found), 1);
  return { status: 204 };
}

function removeByGlobalId(call: Call): Answer {
  requireUser(call);
  wantContentType(call);
  const issue = findVisibleIssue(call);
  const globalId = call.query.get('globalId');
  if (globalId === null || globalId === '') throw refuse(400, ["'globalId' is required"]);
  return dropLink(
    issue,
    issue.remoteLinks.find((link) => link.globalId === globalId),
  );
}

function removeById(call: Call): Answer {
  requireUser(call);
  wantContentType(call);
  const issue = findVisibleIssue(call);
  return dropLink(
    issue,
    issue.remoteLinks.find((link) => String(link.id) === call.params[1]),
  );
}

function issueProperties(call: Call): { held: Map<string, unknown>; base: string } {
  const issue = findVisibleIssue(call);
  return { held: issue.properties, base: `issue/${issue.id}/properties` };
}

function commentProperties(call: Call): { held: Map<string, unknown>; base: string } {
  for (const issue of call.state.issues.values()) {
    const comment = issue.comments.find((one) => one.id === call.params[0]);
    if (comment === undefined || issue.hidden || !maySee(comment, call.user) || call.user === null) continue;
    return { held: comment.properties, base: `comment/${comment.id}/properties` };
  }
  throw refuse(404, [`The comment with id ${call.params[0]} does not exist.`]);
}

type Finder = typeof issueProperties;

const getKeys =
  (find: Finder) =>
  (call: Call): Answer => {
    const { held, base } = find(call);
    const keys = [...held.keys()].map((key) => ({
      self: apiUrl(call.view, `${base}/${encodeURIComponent(key)}`),
      key,
    }));
    return { status: 200, body: { keys } };
  };

const getProperty =
  (find: Finder) =>
  (call: Call): Answer => {
    const { held } = find(call);
    const key = call.params[1] ?? '';
    if (!held.has(key)) throw refuse(404, [`The property with key ${key} does not exist.`]);
    return { status: 200, body: { key, value: held.get(key) } };
  };

const putProperty =
  (find: Finder) =>
  (call: Call): Answer => {
    const { held } = find(call);
    const key = call.params[1] ?? '';
    const size = JSON.stringify(call.body ?? null).length;
    if (key.length > 255) throw refuse(400, ['The property key is too long: at most 255 characters.']);
    if (call.body === undefined || size > 32_768)
      throw refuse(400, ['The property value must be valid JSON of at most 32768 characters.']);
    const known = held.has(key);
    held.set(key, call.body);
    return { status: known ? 200 : 201, body: {} };
  };

const removeProperty =
  (find: Finder) =>
  (call: Call): Answer => {
    const key = call.params[1] ?? '';
    if (!find(call).held.delete(key)) throw refuse(404, [`The property with key ${key} does not exist.`]);
    return { status: 204 };
  };

function propertyRoutes(prefix: string, find: Finder): Route[] {
  return [
    { method: 'GET', pattern: `${prefix}/properties`, anonymous: true, run: getKeys(find) },
    { method: 'GET', pattern: `${prefix}/properties/:key`, anonymous: true, run: getProperty(find) },
    { method: 'PUT', pattern: `${prefix}/properties/:key`, run: putProperty(find) },
    { method: 'DELETE', pattern: `${prefix}/properties/:key`, run: removeProperty(find) },
  ];
}

export const linkRoutes: Route[] = [
  { method: 'GET', pattern: 'issue/:id/remotelink', anonymous: true, run: getLinks },
  { method: 'POST', pattern: 'issue/:id/remotelink', run: postLink },
  { method: 'DELETE', pattern: 'issue/:id/remotelink', run: removeByGlobalId },
  { method: 'GET', pattern: 'issue/:id/remotelink/:link', anonymous: true, run: getLink },
  { method: 'DELETE', pattern: 'issue/:id/remotelink/:link', run: removeById },
  ...propertyRoutes('issue/:id', issueProperties),
  ...propertyRoutes('comment/:id', commentProperties),
];

// Writes comments, attachments and remote links as the REST API does, and says who may see a comment.
import { apiUrl, person, timeText } from './render-names.ts';
import { renderedHtml, wikiOf } from './rich-text.ts';
import type { Attachment, Comment, Issue, JiraState, JsonObject, RemoteLink, User, View } from './types.ts';

/** Whether this person may see the comment: a restriction names a role or a group. */
export function maySee(comment: Comment, user: User | null): boolean {
  const { visibility } = comment;
  if (visibility === null) return true;
  if (user === null) return false;
  return visibility.type === 'role' ? user.roles.includes(visibility.value) : user.groups.includes(visibility.value);
}

export function commentsVisibleTo(_state: JiraState, issue: Issue, user: User | null): Comment[] {
  return issue.comments.filter((comment) => maySee(comment, user));
}

export function commentJson(view: View, issue: Issue, comment: Comment, expand: string[] = []): JsonObject {
  const out: JsonObject = {
    self: apiUrl(view, `issue/${issue.id}/comment/${comment.id}`),
    id: comment.id,
    author: person(view, comment.authorId),
    body: view.api === 3 ? comment.body : wikiOf(comment.body),
    updateAuthor: person(view, comment.updateAuthorId),
    created: timeText(comment.created),
    updated: timeText(comment.updated),
  };
  if (comment.visibility !== null) {
    out.visibility = {
      ...comment.visibility,
      ...(view.state.edition === 'cloud' ? { identifier: comment.visibility.value } : {}),
    };
  }
  if (view.state.edition === 'cloud') out.jsdPublic = !comment.internal;
  if (expand.includes('renderedBody')) out.renderedBody = renderedHtml(view.state, issue, comment.body);
  if (expand.includes('properties')) out.properties = [...comment.properties].map(([key, value]) => ({ key, value }));
  return out;
}

export function attachmentJson(view: View, attachment: Attachment): JsonObject {
  const cloud = view.state.edition === 'cloud' && view.api === 3;
  const name = encodeURIComponent(attachment.filename);
  return {
    self: apiUrl(view, `attachment/${attachment.id}`),
    id: attachment.id,
    filename: attachment.filename,
    author: person(view, attachment.authorId),
    created: timeText(attachment.created),
    size: attachment.content.length,
    mimeType: attachment.mimeType,
    content: cloud
      ? apiUrl(view, `attachment/content/${attachment.id}`)
      : `${view.state.baseUrl}/secure/attachment/${attachment.id}/${name}`,
  };
}

/** A remote link; what was left out when it was written is empty, and empty parts are not shown. */
export function remoteLinkJson(view: View, issue: Issue, link: RemoteLink): JsonObject {
  const { id, globalId, application, relationship, object } = link;
  return {
    id,
    self: apiUrl(view, `issue/${issue.key}/remotelink/${id}`),
    ...(globalId === null ? {} : { globalId }),
    application: application ?? {},
    ...(relationship === null ? {} : { relationship }),
    object,
  };
}

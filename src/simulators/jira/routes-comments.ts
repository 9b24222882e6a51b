// Comments over REST: list, get, add, edit, delete, and several by id.
import { findVisibleIssue, listOf, numberOf, requireUser } from './call.ts';
import { addComment, deleteComment, editComment } from './issue-life.ts';
import { readBody, readComment, readVisibility } from './read-comment.ts';
import { isObject } from './read-fields.ts';
import { Refusal, refuse } from './refusal.ts';
import { commentJson, commentsVisibleTo, maySee } from './render-comment.ts';
import type { Answer, Call, Comment, Issue, Route } from './types.ts';

function commentOf(call: Call, issue: Issue): Comment {
  const id = call.params[1] ?? '';
  const comment = issue.comments.find((one) => one.id === id);
  if (comment === undefined || !maySee(comment, call.user)) {
    throw refuse(404, [`Can not find a comment for the id: ${id}.`]);
  }
  return comment;
}

function listComments(call: Call): Answer {
  const issue = findVisibleIssue(call);
  const order = call.query.get('orderBy') ?? 'created';
  if (!/^[+-]?created$/.test(order.trim())) {
    throw refuse(400, [`The field to order by should be one of [created]. Instead, it was: ${order}.`]);
  }
  const all = [...commentsVisibleTo(call.state, issue, call.user)];
  if (order.startsWith('-')) all.reverse();
  const startAt = numberOf(call.query, 'startAt', 0);
  const maxResults = Math.min(numberOf(call.query, 'maxResults', 100), 5000);
  const expand = listOf(call.query, 'expand');
  const comments = all.slice(startAt, startAt + maxResults).map((one) => commentJson(call.view, issue, one, expand));
  return { status: 200, body: { startAt, maxResults, total: all.length, comments } };
}

function getComment(call: Call): Answer {
  const issue = findVisibleIssue(call);
  const comment = commentOf(call, issue);
  return { status: 200, body: commentJson(call.view, issue, comment, listOf(call.query, 'expand')) };
}

function postComment(call: Call): Answer {
  const user = requireUser(call);
  const issue = findVisibleIssue(call);
  if (issue.comments.length >= call.state.commentLimit) {
    throw refuse(413, ['The number of comments on this issue has reached its limit.']);
  }
  const comment = addComment(call.state, issue, user, readComment(call, call.body));
  return { status: 201, body: commentJson(call.view, issue, comment, listOf(call.query, 'expand')) };
}

function putComment(call: Call): Answer {
  const user = requireUser(call);
  const issue = findVisibleIssue(call);
  const comment = commentOf(call, issue);
  if (comment.authorId !== user.accountId) {
    throw refuse(400, [`You do not have permission to edit comment with id: ${comment.id}.`]);
  }
  const given = isObject(call.body) ? call.body : {};
  const visibility = readVisibility(call, given.visibility);
  const body = readBody(call, given.body);
  editComment(call.state, issue, user, comment, { body, ...(visibility === undefined ? {} : { visibility }) });
  return { status: 200, body: commentJson(call.view, issue, comment, listOf(call.query, 'expand')) };
}

function removeComment(call: Call): Answer {
  const user = requireUser(call);
  const issue = findVisibleIssue(call);
  const comment = commentOf(call, issue);
  if (comment.authorId !== user.accountId) {
    throw refuse(400, [`You do not have permission to delete comment with id: ${comment.id}.`]);
  }
  deleteComment(call.state, issue, user, comment);
  return { status: 204 };
}

function commentsById(call: Call): Answer {
  const ids = isObject(call.body) && Array.isArray(call.body.ids) ? call.body.ids.map(String) : [];
  if (ids.length === 0 || ids.length > 1000)
    throw new Refusal(400, { errorMessages: ['ids must hold 1 to 1000 comment ids.'], errors: {} });
  const expand = listOf(call.query, 'expand');
  const values: unknown[] = [];
  for (const issue of call.state.issues.values()) {
    if (issue.hidden || call.user === null) continue;
    const found = issue.comments.filter((comment) => ids.includes(comment.id) && maySee(comment, call.user));
    values.push(...found.map((comment) => commentJson(call.view, issue, comment, expand)));
  }
  const body = { startAt: 0, maxResults: 1000, total: values.length, isLast: true, values };
  return { status: 200, body };
}

export const commentRoutes: Route[] = [
  { method: 'GET', pattern: 'issue/:id/comment', anonymous: true, run: listComments },
  { method: 'POST', pattern: 'issue/:id/comment', run: postComment },
  { method: 'GET', pattern: 'issue/:id/comment/:comment', anonymous: true, run: getComment },
  { method: 'PUT', pattern: 'issue/:id/comment/:comment', run: putComment },
  { method: 'DELETE', pattern: 'issue/:id/comment/:comment', run: removeComment },
  { method: 'POST', pattern: 'comment/list', anonymous: true, only: 'cloud', run: commentsById },
];

// Reads a comment that is written over the API: its body, restriction and properties, or the refusal.
import { adfProblem } from './adf-check.ts';
import type { NewComment } from './issue-life.ts';
import { isObject } from './read-fields.ts';
import { refuse } from './refusal.ts';
import { TEXT_LIMIT, TEXT_TOO_LONG, wikiOf } from './rich-text.ts';
import type { Call, RichText, Visibility } from './types.ts';

/** Recorded: the refusal of a body that is not a document. */
const BODY_NOT_VALID = 'Comment body is not valid!';

export function readBody(call: Call, body: unknown): RichText {
  const cloud = call.state.edition === 'cloud';
  if (cloud && adfProblem(body) !== null) throw refuse(400, [], { comment: BODY_NOT_VALID });
  if (!cloud && typeof body !== 'string') throw refuse(400, ['Can not deserialize the comment body.']);
  const text = wikiOf(body as RichText);
  if (text.trim() === '') throw refuse(400, [], { comment: 'Comment body can not be empty!' });
  if (text.length > TEXT_LIMIT) throw refuse(400, [], { comment: TEXT_TOO_LONG });
  return body as RichText;
}

/** Undefined when none was given, null when it was given as null (everyone may read). */
export function readVisibility(call: Call, given: unknown): Visibility | null | undefined {
  if (given === undefined || given === null) return given;
  const type = isObject(given) ? given.type : undefined;
  const value = isObject(given) ? (given.value ?? given.identifier) : undefined;
  if ((type !== 'role' && type !== 'group') || typeof value !== 'string') {
    throw refuse(400, [], { commentLevel: 'The comment visibility is not valid.' });
  }
  const held = type === 'role' ? call.user?.roles : call.user?.groups;
  if (held?.includes(value) !== true) {
    throw refuse(400, [], { commentLevel: `You are currently not a member of the ${type}: ${value}.` });
  }
  return { type, value };
}

export function readComment(call: Call, given: unknown): NewComment {
  const comment = isObject(given) ? given : {};
  const properties = (Array.isArray(comment.properties) ? comment.properties : []).filter(isObject);
  for (const { key, value } of properties) {
    if (typeof key !== 'string' || value === undefined || JSON.stringify(value).length > 32_768) {
      throw refuse(400, ['The comment property is not valid.']);
    }
  }
  return {
    body: readBody(call, comment.body),
    visibility: readVisibility(call, comment.visibility) ?? null,
    properties: properties.map(({ key, value }) => [String(key), value]),
  };
}

// Marks on a conversation that teammates see: custom attributes and tags.
import { z } from 'zod';
import type { VendorError } from '../../application/vendor-error.ts';
import { readErrorCodes } from './call-error.ts';
import { changedAnswer } from './change-state.ts';
import { callProven, type Desk, isKind } from './desk.ts';

/** A string attribute's documented maximum. */
const LONGEST_ATTRIBUTE = 255;

const tagAnswer = z.looseObject({ type: z.literal('tag') });

function shorten(value: string): string {
  // A cut through an emoji would leave half of it.
  const begin = value.slice(0, LONGEST_ATTRIBUTE - 1).replace(/[\uD800-\uDBFF]$/, '');
  return value.length <= LONGEST_ATTRIBUTE ? value : `${begin}…`;
}

/** The value as the attribute's type takes it; a text that does not fit is sent as it is, so that the vendor says what is wrong. */
function toValue(value: string, dataType: string | null): string | number | boolean {
  const text = value.trim();
  const isNumber =
    (dataType === 'integer' && /^-?\d{1,15}$/.test(text)) || (isDecimal(dataType) && isDecimalText(text));
  if (isNumber) {
    return Number(text);
  }
  return dataType === 'boolean' && /^(?:true|false)$/i.test(text) ? text.toLowerCase() === 'true' : shorten(value);
}

function isDecimal(dataType: string | null): boolean {
  return dataType === 'decimal' || dataType === 'float';
}

function isDecimalText(text: string): boolean {
  return /^-?\d{1,15}(?:\.\d{1,15})?$/.test(text);
}

/** False when the workspace has no such attribute. */
export async function setAttribute(desk: Desk, conversationId: string, name: string, value: string): Promise<boolean> {
  const known = await desk.names.findAttribute(name);
  if (known === null) {
    return false;
  }
  const attributes: Record<string, unknown> = { [known?.name ?? name]: toValue(value, known?.dataType ?? null) };
  try {
    await callProven(desk, {
      method: 'PUT',
      route: '/conversations/{id}',
      answer: changedAnswer,
      perform: (client) =>
        client.conversations.update({
          conversation_id: conversationId,
          // The SDK's type knows no boolean, the API does (2.16, "custom_attributes", example).
          custom_attributes: attributes as Record<string, string>,
        }),
    });
    return true;
  } catch (error) {
    if (isKind(error, 'rejected') && known === undefined && isAboutAttribute(error)) {
      return false;
    }
    throw error;
  }
}

/** A refusal that says the attribute is unknown, which Intercom tells with 400 or 422 and no code of its own. */
function isAboutAttribute(error: VendorError): boolean {
  return /attribute/i.test(error.message) && (error.details.status === 400 || error.details.status === 422);
}

/** False when the workspace has no such tag. */
export async function setTag(desk: Desk, conversationId: string, tag: string, present: boolean): Promise<boolean> {
  const id = await desk.names.findTag(tag);
  if (id === null) {
    return false;
  }
  const request = { conversation_id: conversationId, admin_id: desk.options.authorAdminId };
  try {
    await callProven(
      desk,
      present
        ? {
            method: 'POST',
            route: '/conversations/{id}/tags',
            answer: tagAnswer,
            perform: (client) => client.tags.tagConversation({ ...request, id }),
          }
        : {
            method: 'DELETE',
            route: '/conversations/{id}/tags/{id}',
            answer: tagAnswer,
            perform: (client) => client.tags.untagConversation({ ...request, tag_id: id }),
          },
    );
    return true;
  } catch (error) {
    if (isKind(error, 'gone') && readErrorCodes(error).includes('tag_not_found')) {
      // Taken off already, or the tag was deleted since we listed the tags.
      desk.names.forget();
      return !present;
    }
    throw error;
  }
}

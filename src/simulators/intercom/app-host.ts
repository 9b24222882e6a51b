// Plays Intercom's part for an inbox app: asks it for a canvas as the inbox does, and says what the teammate would see.
import { createHmac } from 'node:crypto';
import type { Json } from './types.ts';
import { presentConversationItem } from './present-conversation.ts';
import { presentAdmin, presentContact } from './present-people.ts';
import type { IntercomSimulator } from './simulator.ts';

export interface AppHostOptions {
  readonly intercom: IntercomSimulator;
  /** As the simulator was started with; `ws1` when absent. */
  readonly workspaceId?: string;
  /** Without a trailing slash; `/initialize` and `/submit` are added. */
  readonly appUrl: string;
  readonly clientSecret: string;
  /** How long the inbox waits for a canvas, in milliseconds; Intercom documents no figure, apps count on 10 seconds. */
  readonly patienceMs?: number;
}

/** A teammate opens the app, or presses something in it. */
export type AppRequest =
  | { readonly kind: 'initialize' }
  | {
      readonly kind: 'submit';
      readonly componentId: string;
      readonly inputValues: Readonly<Record<string, unknown>>;
      readonly canvas: unknown;
    };

/** `failed` is what the inbox shows by itself when an app does not answer with a canvas. */
export type AppAnswer =
  | { readonly kind: 'canvas'; readonly canvas: { readonly content: unknown; readonly stored_data?: unknown } }
  | { readonly kind: 'failed'; readonly why: string };

function bodyOf(
  options: AppHostOptions,
  { conversationId, teammateId, locale }: { conversationId: string; teammateId: string; locale: string },
): Json {
  const { state } = options.intercom;
  const conversation = state.conversations.get(conversationId);
  const teammate = state.admins.get(teammateId);
  if (conversation === undefined) throw new Error(`There is no conversation ${conversationId}`);
  if (teammate === undefined) throw new Error(`There is no teammate ${teammateId}`);
  const contact = state.contacts.get(conversation.contactIds[0] ?? '');
  return {
    workspace_id: options.workspaceId ?? 'ws1',
    workspace_region: 'us',
    admin: presentAdmin(teammate),
    context: { conversation_id: conversationId, locale },
    conversation: presentConversationItem(state, conversation, { minor: 16, plain: false, webhook: false }),
    ...(contact === undefined ? {} : { contact: presentContact(state, contact, 16) }),
  };
}

/** One request to the app, signed as Intercom signs it (`X-Body-Signature`, HMAC-SHA256 of the raw body). */
export async function askApp(
  options: AppHostOptions,
  who: { readonly conversationId: string; readonly teammateId: string; readonly locale: string },
  request: AppRequest,
): Promise<AppAnswer> {
  const base = bodyOf(options, who);
  const pressed =
    request.kind === 'initialize'
      ? {}
      : { component_id: request.componentId, input_values: request.inputValues, current_canvas: request.canvas };
  const raw = JSON.stringify({ ...base, ...pressed });
  const signature = createHmac('sha256', options.clientSecret).update(raw).digest('hex');
  try {
    const response = await fetch(`${options.appUrl}/${request.kind}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-body-signature': signature },
      body: raw,
      signal: AbortSignal.timeout(options.patienceMs ?? 10_000),
    });
    const answer = (await response.json()) as { canvas?: { content: unknown; stored_data?: unknown } };
    if (response.status !== 200) return { kind: 'failed', why: `the app answered ${response.status}` };
    if (answer.canvas === undefined) return { kind: 'failed', why: 'the app answered without a canvas' };
    return { kind: 'canvas', canvas: answer.canvas };
  } catch (error) {
    return { kind: 'failed', why: error instanceof Error ? error.message : String(error) };
  }
}

// Passes what a visitor does in the app beside a dialog to the bridge, signed as the inbox would.
import { z } from 'zod';
import { askApp, type IntercomSimulator } from '../simulators/intercom/index.ts';
import type { AppAnswer, Canvas } from './page/demo-state.ts';

const BRIDGE_ADMIN = '900';
const shared = { dialog: z.string(), locale: z.enum(['en', 'ru']) };
const Call = z.discriminatedUnion('kind', [
  z.strictObject({ ...shared, kind: z.literal('initialize') }),
  z.strictObject({
    ...shared,
    kind: z.literal('submit'),
    componentId: z.string(),
    inputValues: z.record(z.string(), z.unknown()),
    canvas: z.looseObject({}),
  }),
]);

/** The teammate whose inbox the demo shows: the first who is not the bridge. */
function visitorOf(intercom: IntercomSimulator): string {
  return [...intercom.state.admins.keys()].find((id) => id !== BRIDGE_ADMIN) ?? BRIDGE_ADMIN;
}

/** Never throws: what goes wrong is what the inbox would show. */
export async function callApp(
  body: unknown,
  options: { readonly intercom: IntercomSimulator; readonly bridgeUrl: string; readonly clientSecret: string },
): Promise<AppAnswer> {
  const call = Call.safeParse(body);
  if (!call.success) return { kind: 'failed', why: z.prettifyError(call.error) };
  const { dialog, locale, ...request } = call.data;
  const { intercom, bridgeUrl, clientSecret } = options;
  const teammateId = visitorOf(intercom);
  try {
    const host = { intercom, appUrl: `${bridgeUrl}/inbox-app/intercom`, clientSecret };
    const answer = await askApp(host, { conversationId: dialog, teammateId, locale }, request);
    return answer.kind === 'canvas' ? { kind: 'canvas', canvas: answer.canvas as Canvas } : answer;
  } catch (error) {
    return { kind: 'failed', why: error instanceof Error ? error.message : String(error) };
  }
}

// Finds active links by what people have at hand: an id, a key or an address.
import type { Link } from '../domain/link.ts';
import { readConversationUrl, readIssueUrl } from '../domain/vendor-urls.ts';
import type { ConversationRef } from '../domain/refs.ts';
import type { Bridge } from './bridge.ts';

/** The conversations that an id or an address may mean: an id alone may exist in several workspaces. */
export function conversationsMeant(asked: string, bridge: Bridge): readonly ConversationRef[] {
  const { chatSites } = bridge.rules();
  const url = readConversationUrl(asked, chatSites);
  if (url?.kind === 'ours') return [url.conversation];
  if (!/^\d+$/.test(asked)) return [];
  return chatSites.map(({ connection }) => ({ connection, conversationId: asked }));
}

/** Active links of a conversation or of an issue. */
export async function findLinks(
  query: { readonly conversation: string | null; readonly issue: string | null },
  bridge: Bridge,
): Promise<readonly Link[]> {
  if (query.conversation !== null) {
    const refs = conversationsMeant(query.conversation, bridge);
    const links = (await Promise.all(refs.map((ref) => bridge.ledger.links.ofConversation(ref)))).flat();
    return links.filter((link) => link.unlinkedAt === null);
  }
  const asked = query.issue ?? '';
  const url = readIssueUrl(asked, bridge.rules().trackerSites);
  const links = await bridge.ledger.links.ofKey(url?.key ?? asked.toUpperCase());
  return url === null ? links : links.filter((link) => link.issue.connection === url.connection);
}

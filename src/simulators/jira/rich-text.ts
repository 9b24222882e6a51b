// One door to rich text: whatever an edition stores, as wiki markup, as a document or as rendered HTML.
import { htmlFromAdf } from './adf-to-html.ts';
import { wikiFromAdf } from './adf-to-wiki.ts';
import { findUser } from './state.ts';
import type { Edition, Issue, JiraState, RichText } from './types.ts';
import { adfFromWiki } from './wiki-to-adf.ts';

export const TEXT_LIMIT = 32_767;
/** Recorded words of the refusal of a text past the limit. */
export const TEXT_TOO_LONG = 'The entered text is too long. It exceeds the allowed limit of 32,767 characters.';

/** Wiki markup, the form of webhooks and of API version 2. */
export function wikiOf(rich: RichText): string {
  if (rich === null) return '';
  return typeof rich === 'string' ? rich : wikiFromAdf(rich);
}

/** What this edition stores for a text that a person typed (wiki markup, plain text or a document). */
export function storedRichText(edition: Edition, given: RichText): RichText {
  if (given === null) return null;
  if (edition === 'cloud') return typeof given === 'string' ? adfFromWiki(given) : given;
  return wikiOf(given);
}

/** The HTML that Jira renders for API clients that ask for it. */
export function renderedHtml(state: JiraState, issue: Issue, rich: RichText): string {
  if (rich === null) return '';
  const document = typeof rich === 'string' ? adfFromWiki(rich) : rich;
  return htmlFromAdf(document, {
    baseUrl: state.baseUrl,
    nameOf: (id) => {
      const user = findUser(state, id);
      return user && { displayName: user.displayName, id: state.edition === 'cloud' ? user.accountId : user.name };
    },
    attachmentUrl: (filename) => {
      const found = issue.attachments.find((attachment) => attachment.filename === filename);
      return found && `${state.baseUrl}/secure/attachment/${found.id}/${encodeURIComponent(filename)}`;
    },
  });
}

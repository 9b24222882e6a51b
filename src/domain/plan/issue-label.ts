// The key of a linked issue as a link, where the issue itself was not read.
import { link as linkTo, text } from '../document/build.ts';
import type { TextInline } from '../document/document.ts';
import type { Link } from '../link.ts';
import type { Rules } from '../rules.ts';
import { issueUrl } from '../vendor-urls.ts';

/** Plain text when the tracker of the link is not in the config any more. */
export function issueLabel(link: Link, rules: Rules): TextInline {
  const site = rules.trackerSites.find(({ connection }) => connection === link.issue.connection);
  if (site === undefined) return text(link.issueKey, 'strong');
  return linkTo(link.issueKey, issueUrl(site.siteUrl, link.issueKey), 'strong');
}

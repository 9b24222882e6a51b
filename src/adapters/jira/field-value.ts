// Writes the values of fields as each edition's API takes them.
import { toAdf } from '../../domain/document/to-adf.ts';
import { toWiki } from '../../domain/document/to-wiki.ts';
import type { Document } from '../../domain/document/document.ts';
import type { FieldValue } from '../../domain/new-issue.ts';
import { toLabel } from './labels.ts';

type Edition = 'cloud' | 'data-center';

/** An Atlassian Document on Cloud, wiki markup on Data Center; cut to what Jira takes. */
export function richTextFor(edition: Edition, body: Document): unknown {
  return edition === 'cloud' ? toAdf(body) : toWiki(body);
}

/** A user field names people by account id on Cloud, by user name on Data Center. */
function userFor(edition: Edition, id: string): { accountId: string } | { name: string } {
  return edition === 'cloud' ? { accountId: id } : { name: id };
}

export function writeValue(edition: Edition, value: FieldValue): unknown {
  switch (value.kind) {
    case 'text':
      return toJiraTime(value.text);
    case 'rich_text':
      return richTextFor(edition, value.body);
    case 'number':
      return value.number;
    case 'option':
      return value.childId === null ? { id: value.id } : { id: value.id, child: { id: value.childId } };
    case 'options':
      return value.ids.map((id) => ({ id }));
    case 'user':
      return userFor(edition, value.id);
    case 'users':
      return value.ids.map((id) => userFor(edition, id));
    case 'labels':
      return value.labels.map(toLabel).filter((label) => label !== '');
  }
}

const ISO_TIME = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)(:\d\d)?(\.\d{1,3})?\d*(Z|[+-]\d\d:?\d\d)$/;

/** Jira takes a time only with seconds, milliseconds and a zone without a colon: `2026-11-05T10:00:00.000+0300`. */
function toJiraTime(text: string): string {
  const time = ISO_TIME.exec(text);
  if (time === null) return text;
  const [, day, minutes, seconds = ':00', fraction = '.000', zone = 'Z'] = time;
  const offset = zone === 'Z' ? '+0000' : zone.replace(':', '');
  return `${day}T${minutes}${seconds}${fraction.padEnd(4, '0')}${offset}`;
}

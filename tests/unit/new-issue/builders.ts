// Builders for tests of new issues: a dialog with messages and a form, of which a test names only what matters to it.
import { readPlainText } from '../../../src/domain/document/read-plain-text.ts';
import type { DialogAttachment, DialogContent, DialogDetails, DialogMessage } from '../../../src/domain/dialog.ts';
import type { IssueRequested } from '../../../src/domain/event.ts';
import type { CreateField, CreateForm, FieldType } from '../../../src/domain/new-issue.ts';
import { details } from '../../support/workflow-builders.ts';

/** 22 November 2026, 10:15 UTC. */
export const AT = Date.parse('2026-11-22T10:15:00Z');

export function message(
  text: string,
  given: Partial<Omit<DialogMessage, 'body'>> & { author?: DialogMessage['author'] } = {},
): DialogMessage {
  const kind = given.kind ?? 'customer';
  const author = kind === 'customer' ? 'Maria Okafor' : kind === 'bot' ? 'Fin' : 'Anna';
  return {
    partId: 'p1',
    kind,
    author: { id: author, name: author, kind: kind === 'bot' ? 'bot' : 'person' },
    at: AT,
    body: readPlainText(text),
    attachments: [],
    ...given,
  };
}

export function attachment(name: string, given: Partial<DialogAttachment> = {}): DialogAttachment {
  return {
    id: `p1:${name}`,
    partId: 'p1',
    name,
    url: `https://files.test/${name}`,
    contentType: 'text/plain',
    size: 10,
    inline: false,
    ...given,
  };
}

export function content(messages: readonly DialogMessage[], given: Partial<DialogDetails> = {}): DialogContent {
  return { details: details({ title: '', ...given }), messages };
}

export function field(id: string, type: FieldType, given: Partial<CreateField> = {}): CreateField {
  return { id, name: id, type, required: false, hasDefault: false, options: null, vendorType: type, ...given };
}

export function form(...fields: readonly CreateField[]): CreateForm {
  return {
    connection: 'jira',
    project: { id: '1', key: 'SUP', name: 'Support' },
    type: { id: '10', name: 'Bug' },
    fields: [field('summary', 'text', { required: true }), field('description', 'rich_text'), ...fields],
  };
}

export const OPTIONS = [
  { id: '1', name: 'Red' },
  { id: '2', name: 'Green, dark' },
  { id: '3', name: 'Blue' },
];

export function request(given: Partial<IssueRequested> = {}): IssueRequested {
  return {
    kind: 'issue_requested',
    conversation: { connection: 'intercom', conversationId: '7' },
    workflow: 'incident',
    origin: 'inbox_app',
    target: null,
    summary: null,
    description: null,
    fields: {},
    by: { id: '901', name: 'Anna', kind: 'person' },
    at: AT,
    ...given,
  };
}

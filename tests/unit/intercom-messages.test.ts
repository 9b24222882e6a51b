// Messages and files out of conversations of every shape, also hostile ones, as the Intercom client reads them.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findBodyImages } from '../../src/adapters/intercom/body-images.ts';
import { readMessages } from '../../src/adapters/intercom/messages.ts';
import { ticketIdOf, wireDialogAnswer } from '../../src/adapters/intercom/wire-dialog.ts';
import { toPlainText } from '../../src/domain/document/plain-text.ts';

const KIM = { type: 'user', id: 'c1', name: 'Kim', email: 'kim@example.com' };
const ANN = { type: 'admin', id: '901', name: 'Ann' };

function part(id: string, more: Record<string, unknown>) {
  return {
    type: 'conversation_part',
    id,
    part_type: 'comment',
    body: '<p>x</p>',
    created_at: 100 + Number(id),
    author: KIM,
    ...more,
  };
}

function dialogOf(more: Record<string, unknown>) {
  return wireDialogAnswer.parse({ type: 'conversation', id: 42, created_at: 100, updated_at: 200, ...more });
}

function messagesOf(parts: unknown, more: Record<string, unknown> = {}) {
  return readMessages(
    dialogOf({ conversation_parts: { conversation_parts: parts }, ...more }),
    'https://app.intercom.com',
  );
}

describe('messages', () => {
  it('when parts are of other types, then only what people wrote to each other is a message', () => {
    const types =
      'comment note open close assignment assign_and_reopen quick_reply note_and_reopen snoozed custom_action_finished language_detection_details channel_and_reply_time_expectation conversation_rating_changed anything_new';
    const parts = types
      .split(' ')
      .map((part_type, index) => part(String(index), { part_type, author: ANN, body: part_type }));
    expect(messagesOf(parts).map((message) => `${message.kind} ${toPlainText(message.body)}`)).toEqual([
      'teammate comment',
      'note note',
      'teammate open',
      'teammate close',
      'teammate assignment',
      'teammate assign_and_reopen',
      'teammate quick_reply',
      'note note_and_reopen',
    ]);
  });

  it.each([
    [{ type: 'user' }, 'customer', 'person'],
    [{ type: 'lead' }, 'customer', 'person'],
    [{ type: 'contact' }, 'customer', 'person'],
    [{ type: 'admin' }, 'teammate', 'person'],
    [{ type: 'team' }, 'teammate', 'unknown'],
    [{ type: 'bot' }, 'bot', 'bot'],
    [{ type: 'operator' }, 'bot', 'bot'],
    [{ type: 'admin', from_ai_agent: true }, 'bot', 'bot'],
    [{}, 'customer', 'unknown'],
    [null, 'customer', 'unknown'],
  ])('when the author is %j, then the message is of a %s', (author, kind, actor) => {
    expect(messagesOf([part('1', { author })])).toMatchObject([{ kind, author: { kind: actor } }]);
  });

  it('when parts come in any order or without a time, then they stand by time after the first message', () => {
    const source = { id: 's', body: 'first', author: KIM };
    const parts = [part('3', { body: 'c' }), part('1', { body: 'a', created_at: null }), part('2', { body: 'b' })];
    expect(messagesOf(parts, { source }).map((message) => toPlainText(message.body))).toEqual(['first', 'a', 'b', 'c']);
  });

  it('when a teammate or a bot began the dialog, then the first message is theirs', () => {
    expect(messagesOf([], { source: { id: 's', body: 'Hi!', author: ANN } })).toMatchObject([{ kind: 'teammate' }]);
    expect(messagesOf([], { source: { id: 's', body: 'Hi!', author: { type: 'bot' } } })).toMatchObject([
      { kind: 'bot' },
    ]);
  });

  it('when a body holds scripts, then they are nowhere in the document', () => {
    const body = '<p>hi<script>alert(1)</script><a href="javascript:alert(2)">x</a><img src=x onerror=alert(3)></p>';
    const text = JSON.stringify(messagesOf([part('1', { body })]));
    expect(text).toContain('hi');
    expect(text).not.toMatch(/alert|onerror|javascript/);
  });

  it('when there is nothing in it, then there is no message', () => {
    expect(
      messagesOf([
        part('1', { body: null }),
        part('2', { body: ' ' }),
        part('3', { body: '<p></p>', attachments: [] }),
      ]),
    ).toEqual([]);
  });
});

describe('files', () => {
  const FILE = {
    type: 'upload',
    name: 'a.pdf',
    url: 'https://downloads.intercomcdn.com/a.pdf?expires=1',
    content_type: 'application/pdf',
    filesize: 10,
  };

  it('when a message holds only a file, then it is a message', () => {
    expect(messagesOf([part('1', { body: null, attachments: [FILE] })])).toMatchObject([
      {
        attachments: [
          { id: '1:0', partId: '1', name: 'a.pdf', contentType: 'application/pdf', size: 10, inline: false },
        ],
      },
    ]);
  });

  it.each([
    [{ filesize: '12' }, { size: 12 }],
    [{ filesize: -1 }, { size: null }],
    [{ filesize: null }, { size: null }],
    [{ filesize: 'many' }, { size: null }],
    [{ name: null }, { name: 'a.pdf' }],
    [{ name: '  ' }, { name: 'a.pdf' }],
    [{ name: null, url: 'https://downloads.intercomcdn.com/' }, { name: 'file' }],
    [{ name: '../../etc/passwd' }, { name: '.._.._etc_passwd' }],
    [{ name: '..' }, { name: 'a.pdf' }],
    [{ name: 'photo\u202egpj.exe' }, { name: 'photogpj.exe' }],
    [{ name: 'two\r\nlines\u0000.txt' }, { name: 'two lines.txt' }],
    [{ name: `${'😀'.repeat(300)}.txt` }, { name: `${'😀'.repeat(196)}.txt` }],
    [{ content_type: '' }, { contentType: null }],
  ])('when an attachment has %j, then it is read as %j', (more, expected) => {
    expect(messagesOf([part('1', { attachments: [{ ...FILE, ...more }] })])[0]?.attachments).toMatchObject([expected]);
  });

  it('when attachments are broken, then the others stay', () => {
    const attachments = [null, 5, {}, { url: 'not an address' }, FILE, { url: 7 }];
    expect(messagesOf([part('1', { attachments })])[0]?.attachments).toMatchObject([{ name: 'a.pdf' }]);
  });

  it('when an image is an attachment and stands in the text too, with another signature, then it is one file', () => {
    const body =
      '<div class="intercom-container"><img src="https://downloads.intercomcdn.com/s.png?expires=2&amp;signature=b"></div>';
    const attachments = [
      { ...FILE, name: 's.png', url: 'https://downloads.intercomcdn.com/s.png?expires=1&signature=a' },
    ];
    expect(messagesOf([part('1', { body, attachments })])[0]?.attachments).toMatchObject([
      { name: 's.png', inline: false },
    ]);
  });

  it('when it came by e-mail, then what stands in the text is inline, even wrapped', () => {
    const body = '<div class="intercom-container"><img src="https://downloads.intercomcdn.com/logo.png"></div>';
    const byMail = [part('1', { body, email_message_metadata: { subject: 'x' } })];
    expect(messagesOf(byMail)[0]?.attachments).toMatchObject([{ inline: true }]);
    expect(messagesOf([part('1', { body })])[0]?.attachments).toMatchObject([{ inline: false }]);
    expect(messagesOf([part('1', { body })], { source: { type: 'email' } })[0]?.attachments).toMatchObject([
      { inline: true },
    ]);
  });
});

describe('images in a body', () => {
  it.each([
    ['<img src="https://a.example/x.png?a=1&amp;b=2">', ['https://a.example/x.png?a=1&b=2']],
    ["<IMG alt='>' SRC='https://a.example/x.png'/>", ['https://a.example/x.png']],
    ['<img src=https://a.example/x.png>', ['https://a.example/x.png']],
    ['<img data-src="https://a.example/no.png">', []],
    ['<img src="data:image/png;base64,AAAA">', []],
    ['<img src="cid:logo@mail">', []],
    ['<img src="javascript:alert(1)">', []],
    ['<img src="//a.example/x.png">', []],
    ['<img width="1" height="1" src="https://a.example/pixel.gif">', []],
    ['<img src="https://a.example/x.png"', []],
    ['<image src="https://a.example/x.png">', []],
    ['&lt;img src="https://a.example/x.png"&gt;', []],
    ['<img src="https://[">', []],
  ])('when the body is %s, then they are %j', (html, urls) => {
    expect(findBodyImages(html).map((image) => image.url)).toEqual(urls);
  });

  it.each(['<img "', '<img ', '<img src="https://a.example/x.png"', '<img \'<div class="intercom-container">'])(
    'when %s is repeated a hundred thousand times, then it takes no time',
    (piece) => {
      const began = performance.now();
      findBodyImages(piece.repeat(100_000));
      expect(performance.now() - began).toBeLessThan(500);
    },
  );
});

describe('a conversation of any shape', () => {
  it.each([
    [{ ticket: null }, null],
    [{ ticket: { type: 'ticket', id: 7 } }, '7'],
    [{ ticket: { type: 'ticket' } }, '42'],
    [{ linked_objects: { data: [{ type: 'ticket', id: '9', category: 'Customer' }] } }, '9'],
    [{ linked_objects: { data: [{ type: 'ticket', id: '9', category: 'Tracker' }] } }, null],
    [{ linked_objects: { data: [{ type: 'conversation', id: '9' }] } }, null],
  ])('when it has %j, then its ticket is %j', (more, ticketId) => {
    expect(ticketIdOf(dialogOf(more))).toBe(ticketId);
  });

  it('when attributes have dangerous names or no single value, then the rest is kept and nothing is polluted', () => {
    const raw = JSON.parse(
      '{"__proto__": {"x": 1}, "constructor": "c", "files": [1], "ok": "yes", "n": 1, "b": false, "none": null}',
    );
    const { custom_attributes: attributes } = dialogOf({ custom_attributes: raw }).extras;
    expect({ ...attributes }).toEqual({ constructor: 'c', ok: 'yes', n: 1, b: false, none: null });
    expect(({} as Record<string, unknown>)['x']).toBeUndefined();
  });

  it('when the answer holds anything at all beside its id, then reading it does not throw', () => {
    const anything = fc.jsonValue();
    const fields = fc.record(
      {
        source: fc.oneof(
          anything,
          fc.record({ body: anything, attachments: fc.array(anything), author: anything, type: anything }),
        ),
        conversation_parts: fc.oneof(
          anything,
          fc.record({
            conversation_parts: fc.array(
              fc.record({
                id: anything,
                part_type: fc.constantFrom('comment', 'note', 'x'),
                body: anything,
                author: anything,
                attachments: anything,
              }),
            ),
          }),
        ),
        contacts: fc.oneof(anything, fc.record({ contacts: fc.array(anything) })),
        tags: fc.oneof(anything, fc.record({ tags: fc.array(anything) })),
        custom_attributes: anything,
        company: anything,
        ticket: anything,
        linked_objects: anything,
        conversation_rating: anything,
        admin_assignee_id: anything,
        team_assignee_id: anything,
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fields, (more) => {
        const dialog = dialogOf(more);
        for (const message of readMessages(dialog, 'https://app.intercom.com')) expect(message.partId).not.toBe('');
        ticketIdOf(dialog);
      }),
      { numRuns: 300 },
    );
  });
});

// The simulated Jira's rich text: which documents Cloud refuses, what Data Center renders, and what webhooks carry.
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { adfProblem } from '../../src/simulators/jira/adf-check.ts';
import { wikiFromAdf } from '../../src/simulators/jira/adf-to-wiki.ts';
import { startJiraSimulator } from '../../src/simulators/jira/index.ts';
import { adfFromWiki } from '../../src/simulators/jira/wiki-to-adf.ts';
import { call, fixture, fixturesFolder, type Json } from './jira-simulator-kit.ts';

const load = createRequire(import.meta.url);
const schema = load('@atlaskit/adf-schema/dist/json-schema/v1/full.json');
const Draft04 = load('ajv-draft-04').default;
const isValid: (value: unknown) => boolean = new Draft04({ strict: false }).compile(schema);

const text = (value: string, ...marks: object[]) => ({
  type: 'text',
  text: value,
  ...(marks.length > 0 ? { marks } : {}),
});
const doc = (...content: object[]) => ({ type: 'doc', version: 1, content });
const paragraph = (...content: object[]) => ({ type: 'paragraph', content });

const REFUSED: [string, unknown][] = [
  ['a plain string', 'Hello'],
  ['a wrong version', { ...doc(), version: 2 }],
  ['an empty text', doc(paragraph(text('')))],
  ['code with strong', doc(paragraph(text('x', { type: 'code' }, { type: 'strong' })))],
  ['an unknown node', doc({ type: 'marquee', content: [] })],
  ['an unknown mark', doc(paragraph(text('x', { type: 'blink' })))],
  ['text outside a paragraph', doc(text('x'))],
  [
    'a quote in a list item',
    doc({
      type: 'bulletList',
      content: [{ type: 'listItem', content: [{ type: 'blockquote', content: [paragraph()] }] }],
    }),
  ],
  [
    'a table in a panel',
    doc({
      type: 'panel',
      attrs: { panelType: 'info' },
      content: [{ type: 'table', content: [{ type: 'tableRow', content: [] }] }],
    }),
  ],
  ['an empty list', doc({ type: 'bulletList', content: [] })],
  ['a heading of level 7', doc({ type: 'heading', attrs: { level: 7 } })],
  ['a mention without an id', doc(paragraph({ type: 'mention', attrs: {} }))],
  ['a link without an address', doc(paragraph(text('x', { type: 'link', attrs: {} })))],
];

describe('documents that Jira Cloud refuses', () => {
  it.each(REFUSED)("when a document has %s, then the simulator and Atlassian's schema both refuse it", (_, value) => {
    expect(adfProblem(value)).not.toBeNull();
    expect(isValid(value)).toBe(false);
  });

  it.each(REFUSED)('when a comment has %s, then it is refused with 400', async (_, body) => {
    const jira = await startJiraSimulator({ edition: 'cloud' });
    const { key } = jira.createIssue({ project: 'SUP', summary: 's' });
    const answer = await call(jira, 'POST', `issue/${key}/comment`, { body });
    await jira.close();
    expect([answer.status, answer.body.errors]).toEqual([400, { comment: 'Comment body is not valid!' }]);
  });
});

const folder = fixturesFolder('adf');
const recorded =
  fixture('adf', 'jamsinclair_marklassian__basics.json') === null
    ? []
    : readdirSync(folder).filter((name) => name.endsWith('.json'));
const documents = recorded
  .map((name): [string, Json] => [name, JSON.parse(readFileSync(`${folder}/${name}`, 'utf8'))])
  .filter(([, value]) => value?.type === 'doc');
const skipped = recorded.length === 0 ? ' (skipped: no recorded documents)' : '';

describe.skipIf(recorded.length === 0)(`recorded documents${skipped}`, () => {
  it("when a document is refused, then Atlassian's schema refuses it too; when invalid, it is nearly always refused", () => {
    const tooStrict = documents.filter(([, value]) => adfProblem(value) !== null && isValid(value));
    expect(tooStrict.map(([name, value]) => `${name}: ${adfProblem(value)}`)).toEqual([]);
    const invalid = documents.filter(([, value]) => !isValid(value));
    const caught = invalid.filter(([, value]) => adfProblem(value) !== null);
    expect(invalid.length).toBeGreaterThan(20);
    expect(caught.length / invalid.length).toBeGreaterThan(0.7);
  });

  it('when a valid document is written as wiki markup, then none of its words is lost', () => {
    const words = (node: Json): string[] => [
      ...(node.type === 'text' ? [node.text] : []),
      ...(node.content ?? []).flatMap(words),
    ];
    for (const [, value] of documents.filter(([, one]) => isValid(one))) {
      const wiki = wikiFromAdf(value);
      for (const word of words(value)) expect(wiki).toContain(word);
    }
  });
});

describe('wiki markup', () => {
  it('when any text is read as wiki markup, then the document is valid', () => {
    const pieces = fc.constantFrom(
      '*',
      '_',
      '-',
      '+',
      '{code}',
      '{quote}',
      '{panel}',
      'bq. ',
      '----',
      '|',
      '||',
      '[',
      ']',
      '!',
      '\n',
      '# ',
      '* ',
      'h1. ',
      'word',
      ' ',
      '[~olga]',
      '{{',
      '}}',
      'http://a.b',
      '\\',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(pieces, fc.string({ maxLength: 4 })), { maxLength: 30 }), (parts) => {
        const document = adfFromWiki(parts.join(''));
        expect(adfProblem(document)).toBeNull();
      }),
      { numRuns: 3000 },
    );
  });

  it.each([
    ['Hello *bold* and _soft_', '<p>Hello <b>bold</b> and <em>soft</em></p>'],
    ['* one\n** inner\n# two', '<li>one\n<ul class="alternate" type="square">\n<li>inner</li>'],
    ['{code:js}\nif (a < b) {}\n{code}', '<pre class="code-js">if (a &lt; b) {}</pre>'],
    ['{quote}\nsaid\n{quote}', '<blockquote><p>said</p></blockquote>'],
    [
      '[the docs|https://a.example/x]',
      '<a href="https://a.example/x" class="external-link" target="_blank" rel="nofollow noopener">the docs</a>',
    ],
    ['cc [~olga]', 'class="user-hover" rel="olga">Olga Sokolova</a>'],
    ['!shot.png|thumbnail!', '<img src="'],
    ['||Name||Age||\n|Ann|3|', "<th class='confluenceTh'>Name</th>"],
    ['<script>alert(1)</script>', '&lt;script&gt;alert(1)&lt;/script&gt;'],
    ['[x|javascript:alert(1)]', '<p>x</p>'],
  ])('when Data Center renders %j, then the HTML holds %j', async (body, html) => {
    const jira = await startJiraSimulator({ edition: 'data-center' });
    const { key } = jira.createIssue({ project: 'SUP', summary: 's', description: body });
    jira.attachFile({ issue: key, filename: 'shot.png' });
    const { id } = jira.addComment({ issue: key, body });
    const comment = await call(jira, 'GET', `issue/${key}/comment/${id}?expand=renderedBody`);
    const issue = await call(jira, 'GET', `issue/${key}?expand=renderedFields`);
    await jira.close();
    expect(comment.body.body).toBe(body);
    expect(comment.body.renderedBody).toContain(html);
    expect(issue.body.renderedFields.description).toContain(html);
  });
});

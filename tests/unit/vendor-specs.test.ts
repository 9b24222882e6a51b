/** The check of exchanges against the vendors' documents: their own examples pass, and each kind of mistake is told. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createExchangeGuard, type Exchange, loadVendorSpec, type SpecChecker } from '../support/vendor-specs.ts';
import {
  aCall,
  aComment,
  aNote,
  aSearch,
  describeSpec,
  JSON_TYPE,
  requireDocument,
  requireSpec,
} from '../support/vendor-specs/builders.ts';
import { BROKEN_EXAMPLES } from '../support/vendor-specs/broken-examples.ts';
import { CALLS } from '../support/vendor-specs/calls.ts';
import { applyCorrections } from '../support/vendor-specs/corrections.ts';
import { listExamples } from '../support/vendor-specs/examples.ts';
import type { Vendor } from '../support/vendor-specs/load-document.ts';
import type { OpenApiDocument } from '../support/vendor-specs/openapi-types.ts';

const REPLY = 'POST /conversations/{conversation_id}/reply';

afterEach(() => vi.unstubAllEnvs());

describeSpec('intercom', () => {
  describe("when the document's own examples are checked", () => {
    it.each(CALLS.intercom)('then those of %s pass, except the known broken ones', (call) => {
      expectExamplesToPass('intercom', call);
    });

    it('then every example that is listed as broken exists', () => expectListToBeReal('intercom'));
  });

  it.each<[string, Exchange, string[]]>([
    ['a right note', aNote({ skip_notifications: true }), []],
    ['an unknown path', aCall('GET /conversation/1'), ['GET /conversation/1: no such path in intercom']],
    [
      'an unknown method',
      aCall('PATCH /conversations/1'),
      ['PATCH /conversations/{conversation_id}: no such method on this path in intercom'],
    ],
    [
      'a fixed path that an id in the path would match too',
      aCall('GET /conversations/deleted', { responseBody: { type: 'conversation.list' } }),
      [],
    ],
    ['a request without its body', aNote({}, { requestBody: undefined }), [`${REPLY}: request body is missing`]],
    ['a wrong type', aNote({ admin_id: 900 }), [`${REPLY}: request body /admin_id must be string, not number`]],
    ['an undeclared property', aNote({ silent: true }), [`${REPLY}: request body /silent is an undeclared property`]],
    [
      'an undeclared property inside a list',
      aNote({ attachment_files: [{ content_type: 'text/plain', data: 'aGk=', name: 'a.txt', size: 2 }] }),
      [`${REPLY}: request body /attachment_files/*/size is an undeclared property`],
    ],
    [
      'a property of another form of the same call',
      aCall('POST /conversations/1/parts', {
        requestBody: { message_type: 'open', admin_id: '900', body: 'Again' },
        responseBody: { type: 'conversation', id: '1' },
      }),
      ['POST /conversations/{conversation_id}/parts: request body /body is an undeclared property'],
    ],
    ['a missing property', aNote({ admin_id: undefined }), [`${REPLY}: request body lacks admin_id`]],
    [
      'a body of another type',
      aNote({}, { requestHeaders: { 'content-type': 'text/plain' } }),
      [`${REPLY}: request content-type text/plain is not application/json`],
    ],
    [
      'a body where there is none',
      aCall('GET /me', { requestBody: { a: 1 }, responseBody: { type: 'admin', id: '1' } }),
      ['GET /me: request body is sent although the operation has none'],
    ],
    [
      'an id that is no number in the path',
      aCall('GET /conversations/SUP-1', { responseBody: { type: 'conversation' } }),
      ['GET /conversations/{conversation_id}: path conversation_id must be integer, not string'],
    ],
    [
      'an unknown query parameter',
      aCall('GET /conversations', { query: { perpage: '5' }, responseBody: { type: 'conversation.list' } }),
      ['GET /conversations: query perpage is an unknown parameter'],
    ],
    [
      'a query parameter that is no number',
      aCall('GET /conversations', { query: { per_page: 'all' }, responseBody: { type: 'conversation.list' } }),
      ['GET /conversations: query per_page must be integer, not string'],
    ],
    [
      'a missing query parameter',
      aCall('GET /messages/whatsapp/status', { status: 404 }),
      ['GET /messages/whatsapp/status: query lacks message_id'],
    ],
    [
      'an unknown version',
      aNote({}, { requestHeaders: { ...JSON_TYPE, 'Intercom-Version': '2.61' } }),
      [expect.stringContaining('header intercom-version "2.61" is none of')] as string[],
    ],
    [
      'an answer of a wrong type',
      aNote({}, { responseBody: { type: 'conversation', id: 7 } }),
      [`${REPLY}: response 200 body /id must be string, not number`],
    ],
    [
      'null where the schema says nullable, beside a reference too',
      aNote({}, { responseBody: { title: null, snoozed_until: null, statistics: null, sla_applied: null } }),
      [],
    ],
    [
      'null elsewhere',
      aNote({}, { responseBody: { id: null } }),
      [`${REPLY}: response 200 body /id must be string, not null`],
    ],
    ['no answer', aNote({}, { responseBody: undefined }), [`${REPLY}: response 200 body is missing`]],
    [
      'a page instead of an answer',
      aNote({}, { responseHeaders: { 'content-type': 'text/html' }, responseBody: '<html>' }),
      [`${REPLY}: response 200 content-type text/html is not application/json`],
    ],
    ['an undeclared success', aNote({}, { status: 201 }), [`${REPLY}: response 201 status is not declared`]],
    ['a failure in HTML', aNote({}, { status: 502, responseBody: '<html>' }), []],
    [
      'an undeclared failure of a wrong shape',
      aNote({}, { status: 429, responseBody: { type: 'error.list', errors: [{ message: 'slow down' }] } }),
      [`${REPLY}: response 429 body /errors/* lacks code`],
    ],
    ['an exchange with the simulator itself', aCall('POST /_simulator/reset'), []],
  ])('when %s is checked, then it is told', (_kind, exchange, problems) => {
    expect(requireSpec('intercom').check(exchange)).toEqual(problems);
  });

  it('when a documented fact is allowed, then it is no problem any more', () => {
    const allowed = {
      pointer: '/components/schemas/admin_reply_conversation_request/properties',
      set: { silent: { type: 'boolean' } },
      why: 'test',
    };
    const spec = loadVendorSpec('intercom', [allowed]) as SpecChecker;
    expect(spec.check(aNote({ silent: true }))).toEqual([]);
    expect(spec.check(aNote({ silent: 'yes' }))).toHaveLength(1);
  });

  it('when the document is loaded again, then its parsed form comes from the cache (measured 35 ms, the YAML 700 ms)', () => {
    loadVendorSpec('intercom');
    const times = [1, 2, 3].map(() => {
      const start = performance.now();
      loadVendorSpec('intercom');
      return performance.now() - start;
    });
    expect(Math.min(...times)).toBeLessThan(300);
  });
});

describeSpec('jira-cloud', () => {
  describe("when the document's own examples are checked", () => {
    it.each(CALLS['jira-cloud'])('then those of %s pass, except the known broken ones', (call) => {
      expectExamplesToPass('jira-cloud', call);
    });

    it('then every example that is listed as broken exists', () => expectListToBeReal('jira-cloud'));
  });

  const COMMENT = 'POST /rest/api/3/issue/{issueIdOrKey}/comment';
  const SEARCH = 'GET /rest/api/3/search/jql';
  it.each<[string, Exchange, string[]]>([
    ['a right comment', aComment(), []],
    ['a right search', aSearch(), []],
    ['a call through the gateway', { ...aSearch(), path: '/ex/jira/11223344-a1b2/rest/api/3/search/jql' }, []],
    ['an unknown path', aCall('GET /rest/api/3/issues/1'), ['GET /rest/api/3/issues/1: no such path in jira-cloud']],
    [
      'a read-only property',
      aComment({ id: '7' }),
      [`${COMMENT}: request body /id is read-only: the vendor ignores it in a request`],
    ],
    [
      'a further property where the schema allows others',
      aComment({ visibility: { type: 'role', value: 'Developers', role: '1' } }),
      [],
    ],
    [
      'an undeclared property of a search',
      aCall('POST /rest/api/3/search/jql', { requestBody: { jql: 'a', startAt: 0 }, responseBody: { issues: [] } }),
      ['POST /rest/api/3/search/jql: request body /startAt is an undeclared property'],
    ],
    [
      'an answer with an undeclared property',
      aSearch({ responseBody: { total: 3 } }),
      [`${SEARCH}: response 200 body /total is an undeclared property`],
    ],
    [
      'a missing query parameter',
      aCall('DELETE /rest/api/3/issue/SUP-1/remotelink', { status: 204 }),
      ['DELETE /rest/api/3/issue/{issueIdOrKey}/remotelink: query lacks globalId'],
    ],
    [
      'a body with 204',
      aCall('DELETE /rest/api/3/issue/SUP-1', { status: 204, responseBody: {} }),
      ['DELETE /rest/api/3/issue/{issueIdOrKey}: response 204 body is sent with 204'],
    ],
    [
      'an attachment in the wrong form',
      aCall('POST /rest/api/3/issue/SUP-1/attachments', { requestBody: Buffer.from('x'), responseBody: [] }),
      [
        'POST /rest/api/3/issue/{issueIdOrKey}/attachments: request content-type application/json is not multipart/form-data',
      ],
    ],
    [
      'an attachment in the right form',
      aCall('POST /rest/api/3/issue/SUP-1/attachments', {
        requestHeaders: { 'content-type': 'multipart/form-data; boundary=b' },
        requestBody: Buffer.from('x'),
        responseBody: [],
      }),
      [],
    ],
    [
      'an error of a wrong shape',
      aComment({}, { status: 400, responseBody: { errorMessages: 'bad' } }),
      [`${COMMENT}: response 400 body /errorMessages must be array, not string`],
    ],
  ])('when %s is checked, then it is told', (_kind, exchange, problems) => {
    expect(requireSpec('jira-cloud').check(exchange)).toEqual(problems);
  });

  it('when other APIs of Jira are called, then they are counted apart and are no problem', () => {
    const spec = loadVendorSpec('jira-cloud') as SpecChecker;
    const paths = [
      '/rest/servicedeskapi/request/1',
      '/rest/api/2/myself',
      '/jira/rest/api/2/issue/1',
      '/_simulator/state',
    ];
    expect(paths.flatMap((path) => spec.check(aCall(`GET ${path}`)))).toEqual([]);
    expect([spec.uncovered, spec.checked]).toEqual([3, 0]);
  });

  describe('when a guard has collected a problem twice', () => {
    it('then it is listed once, and the next test starts clean', () => {
      const guard = createExchangeGuard({ jira: requireSpec('jira-cloud') });
      guard.onJira(aComment({ id: '7' }));
      guard.onJira(aComment({ id: '8' }));
      guard.onIntercom(aNote({ silent: true }));
      expect(() => guard.assertNoProblems()).toThrow(
        /^Not as the vendor describes it:\n {2}POST [^\n]*read-only[^\n]*$/,
      );
      expect(() => guard.assertNoProblems()).not.toThrow();
    });
  });
});

describe('when a specification is absent', () => {
  it('then loading says where it was looked for, and the guard says what it does not check', () => {
    vi.stubEnv('VENDOR_SPECS_DIR', '/nowhere');
    const intercom = loadVendorSpec('intercom');
    expect(intercom).toEqual({ absent: '/nowhere/intercom-openapi.yaml' });
    const guard = createExchangeGuard({ intercom });
    guard.onIntercom(aNote({ silent: true }));
    guard.assertNoProblems();
    expect(guard.notChecked).toEqual(['/nowhere/intercom-openapi.yaml']);
  });
});

describe('when a correction has nothing to correct', () => {
  const build = (): OpenApiDocument => ({ paths: {}, components: { schemas: { a: { type: 'string' } } } });

  it.each([
    [
      'the place is gone',
      { pointer: '/components/schemas/b', set: { type: 'integer' }, why: 'w' },
      /Nothing to correct/,
    ],
    [
      'the document is right by now',
      { pointer: '/components/schemas/a', set: { type: 'string' }, why: 'w' },
      /already right/,
    ],
  ])('because %s, then it is refused', (_reason, correction, message) => {
    expect(() => applyCorrections(build(), [correction])).toThrow(message);
  });
});

function expectExamplesToPass(vendor: Vendor, call: string): void {
  const spec = requireSpec(vendor);
  const examples = listExamples(requireDocument(vendor), call);
  const problems = examples.map(({ name, exchange, side }) => [
    name,
    // Of an example only its own side is judged: the other is filler.
    spec
      .check(exchange)
      .map((line) => line.slice(call.length + 2))
      .filter((line) => line.startsWith(side)),
  ]);
  expect(problems).toEqual(examples.map(({ name }) => [name, BROKEN_EXAMPLES[vendor][name] ?? []]));
}

function expectListToBeReal(vendor: Vendor): void {
  const document = requireDocument(vendor);
  const names = new Set(CALLS[vendor].flatMap((call) => listExamples(document, call).map(({ name }) => name)));
  expect(names.size).toBeGreaterThan(30);
  expect(Object.keys(BROKEN_EXAMPLES[vendor]).filter((name) => !names.has(name))).toEqual([]);
}

/** Right exchanges to spoil in a test, and the vendors' documents and checkers, loaded once a test file. */
import { existsSync } from 'node:fs';
import { describe } from 'vitest';
import type { SpecChecker } from './checker.ts';
import type { Exchange } from './exchange.ts';
import { loadDocument, locateSpec, type Vendor } from './load-document.ts';
import type { OpenApiDocument } from './openapi-types.ts';
import { loadVendorSpec } from '../vendor-specs.ts';

export const JSON_TYPE = { 'content-type': 'application/json; charset=utf-8' };

export const aCall = (call: string, changes: Partial<Exchange> = {}): Exchange => ({
  method: call.split(' ')[0]!,
  path: call.split(' ')[1]!,
  query: {},
  requestHeaders: JSON_TYPE,
  requestBody: undefined,
  status: 200,
  responseHeaders: JSON_TYPE,
  responseBody: undefined,
  ...changes,
});

export const aNote = (changes: Record<string, unknown> = {}, more: Partial<Exchange> = {}): Exchange =>
  aCall('POST /conversations/215473853299345/reply', {
    requestBody: { message_type: 'note', type: 'admin', admin_id: '900', body: '<p>Done</p>', ...changes },
    responseBody: { type: 'conversation', id: '215473853299345' },
    ...more,
  });

const aDocument = { type: 'doc', version: 1, content: [] };

export const aComment = (changes: Record<string, unknown> = {}, more: Partial<Exchange> = {}): Exchange =>
  aCall('POST /rest/api/3/issue/10001/comment', {
    requestBody: { body: aDocument, properties: [{ key: 'bridge', value: { part: '7' } }], ...changes },
    status: 201,
    responseBody: { id: '10', body: aDocument, created: '2026-11-02T12:34:00.000+0000' },
    ...more,
  });

export const aSearch = (changes: Partial<Exchange> = {}): Exchange =>
  aCall('GET /rest/api/3/search/jql', {
    query: { jql: 'project = SUP', fields: 'summary,status', maxResults: '50' },
    responseBody: { issues: [{ id: '1', key: 'SUP-1', fields: {} }], isLast: true },
    ...changes,
  });

const specs = new Map<Vendor, ReturnType<typeof loadVendorSpec>>();

/** One checker a vendor, so that a schema is compiled once in a test file. */
export const requireSpec = (vendor: Vendor): SpecChecker => {
  const spec = specs.get(vendor) ?? loadVendorSpec(vendor);
  specs.set(vendor, spec);
  if ('absent' in spec) throw new Error(`absent: ${spec.absent}`);
  return spec;
};

export const requireDocument = (vendor: Vendor): OpenApiDocument => {
  const document = loadDocument(locateSpec(vendor));
  if (!document) throw new Error('absent');
  return document;
};

/** A suite that needs the vendor's file, or says in its title which one is absent. */
export const describeSpec = (vendor: Vendor, body: () => void) => {
  const path = locateSpec(vendor);
  if (existsSync(path)) describe(vendor, body);
  else describe.skip(`${vendor}: skipped, because ${path} is absent`, body);
};

/** Reads a vendor's OpenAPI file; the slow YAML (0.7 s) is parsed once and kept as JSON (0.02 s) under its hash. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import type { OpenApiDocument } from './openapi-types.ts';

const PROJECT_ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const CACHE_FOLDER = join(PROJECT_ROOT, 'node_modules/.cache/vendor-specs');

export type Vendor = 'intercom' | 'jira-cloud';

const FILES: Record<Vendor, string> = {
  intercom: 'intercom-openapi.yaml',
  'jira-cloud': 'jira-cloud-openapi.json',
};

/** Where the vendor's file is looked for: in VENDOR_SPECS_DIR, which a relative path counts from the project root. */
export function locateSpec(vendor: Vendor): string {
  return join(resolve(PROJECT_ROOT, process.env['VENDOR_SPECS_DIR'] ?? '../shared/specs'), FILES[vendor]);
}

/** A fresh copy of the parsed document, which the caller may change; undefined when the file is absent. */
export function loadDocument(path: string): OpenApiDocument | undefined {
  if (!existsSync(path)) return undefined;
  const text = readFileSync(path, 'utf8');
  return JSON.parse(path.endsWith('.json') ? text : convertYaml(text)) as OpenApiDocument;
}

function convertYaml(text: string): string {
  const cached = join(CACHE_FOLDER, `${createHash('sha256').update(text).digest('hex')}.json`);
  if (existsSync(cached)) return readFileSync(cached, 'utf8');
  const json = JSON.stringify(parse(text));
  mkdirSync(CACHE_FOLDER, { recursive: true });
  // Test processes run side by side: a rename is the only write that the others never see half done.
  const partial = `${cached}.${process.pid}`;
  writeFileSync(partial, json);
  renameSync(partial, cached);
  return json;
}

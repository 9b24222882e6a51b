/** Holds exchanges between the bridge and the simulated vendors against the vendors' own OpenAPI documents. */
import { type SpecChecker, createChecker } from './vendor-specs/checker.ts';
import { applyCorrections, CORRECTIONS, type Correction } from './vendor-specs/corrections.ts';
import type { AbsentSpec } from './vendor-specs/guard.ts';
import { loadDocument, locateSpec, type Vendor } from './vendor-specs/load-document.ts';

export type { SpecChecker } from './vendor-specs/checker.ts';
export type { Correction } from './vendor-specs/corrections.ts';
export type { Exchange } from './vendor-specs/exchange.ts';
export { createExchangeGuard, type ExchangeGuard } from './vendor-specs/guard.ts';

/**
 * The checker of a vendor's API, or where its file should have been.
 * `allowed` adds facts that the vendor documents elsewhere to the known faults of the file.
 * Throws when a correction no longer fits the file.
 */
export function loadVendorSpec(vendor: Vendor, allowed: readonly Correction[] = []): SpecChecker | AbsentSpec {
  const path = locateSpec(vendor);
  const document = loadDocument(path);
  if (!document) return { absent: path };
  applyCorrections(document, [...CORRECTIONS[vendor], ...allowed]);
  return createChecker(vendor, document);
}

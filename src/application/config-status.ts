// Which config is in force, as people are told.
import type { Instant } from '../domain/refs.ts';

/** Which config is in force, and whether a newer one was refused. */
export interface ConfigStatus {
  readonly version: string;
  readonly loadedAt: Instant;
  readonly refused: { readonly at: Instant; readonly messages: readonly string[] } | null;
}

// A search index that learns about changes late, as Intercom's does: reads by id are fresh, search is not.
import type { Json } from './types.ts';

interface Version {
  at: number;
  document: Json | null;
}

export class LaggingIndex {
  #lagMs: number;
  readonly #nowMs: () => number;
  readonly #versions = new Map<string, Version[]>();

  constructor(nowMs: () => number, lagMs: number) {
    this.#nowMs = nowMs;
    this.#lagMs = lagMs;
  }

  /** Changes the delay; what exists at that moment counts as indexed long ago. */
  setLag(lagMs: number, current: Iterable<[string, Json]>): void {
    this.#lagMs = lagMs;
    this.#versions.clear();
    if (lagMs === 0) return;
    for (const [id, document] of current) this.#versions.set(id, [{ at: Number.NEGATIVE_INFINITY, document }]);
  }

  /** Notes a change, or with null a removal. Costs nothing while there is no delay. */
  record(id: string, buildDocument: () => Json | null): void {
    if (this.#lagMs === 0) return;
    const versions = this.#versions.get(id) ?? [];
    versions.push({ at: this.#nowMs(), document: buildDocument() });
    const visible = this.#findVisible(versions);
    this.#versions.set(id, versions.slice(Math.max(0, visible)));
  }

  /** Every document that a search sees now: the live ones without a delay, else those indexed in time. */
  list(live: () => Iterable<[string, Json]>): Iterable<[string, Json]> {
    return this.#lagMs === 0 ? live() : this.#listVisible();
  }

  #findVisible(versions: Version[]): number {
    const limit = this.#nowMs() - this.#lagMs;
    return versions.findLastIndex((version) => version.at <= limit);
  }

  *#listVisible(): Iterable<[string, Json]> {
    for (const [id, versions] of this.#versions) {
      const document = versions[this.#findVisible(versions)]?.document;
      if (document) yield [id, document];
    }
  }
}

// Names of custom attributes that a template uses, so that they can be looked for in the account.
import type { Variable } from 'liquidjs';
import { engineOf } from './engine.ts';

export interface NamedAttribute {
  readonly of: 'customer' | 'dialog';
  readonly name: string;
}

/** Empty for a template that cannot be read. */
export function findAttributes(source: string): NamedAttribute[] {
  if (!/\{[{%]/.test(source)) return [];
  const engine = engineOf({ locale: 'en', timezone: 'UTC' });
  try {
    const { globals } = engine.analyzeSync(engine.parse(source), { partials: false });
    return Object.values(globals).flat().flatMap(readAttribute);
  } catch {
    return [];
  }
}

function readAttribute({ segments: [root, first, second] }: Variable): NamedAttribute[] {
  const name = first === 'attributes' ? second : root === 'customer' ? first : undefined;
  if (typeof name !== 'string' || (root !== 'customer' && root !== 'dialog')) return [];
  return [{ of: root, name }];
}

/** Finds the rules and workflows of a file that are right by themselves, whatever else is wrong in it. */
import type { Rule } from '../domain/workflow/rule.ts';
import { buildRule } from './build-rule.ts';
import { showPath } from './display.ts';
import { findAt, type Located, type Path } from './located.ts';
import { ruleSchema } from './schema-rules.ts';

/** As many as the schema allows in a workflow. */
const MAX_RULES = 500;

export interface PlacedRule {
  readonly path: Path;
  readonly rule: Rule;
}

export function listWorkflows(root: Located): string[] {
  return [...(findAt(root, ['workflows'])?.entries?.keys() ?? [])];
}

/** The rules of a workflow that fit the schema, in the order of the file. */
export function listRules(root: Located, workflow: string): PlacedRule[] {
  const items = findAt(root, ['workflows', workflow, 'rules'])?.items ?? [];
  return items.slice(0, MAX_RULES).flatMap((item, index) => {
    const parsed = ruleSchema.safeParse(item.value);
    const path = ['workflows', workflow, 'rules', index];
    const plain = (source: string) => ({ source, render: () => source });
    return parsed.success ? [{ path, rule: buildRule(showPath(path), parsed.data, plain) }] : [];
  });
}

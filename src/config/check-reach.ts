/** Warns of rules and routes that can never have their turn, because an earlier one holds wherever they would. */
import { allImplied, covers } from './covers.ts';
import { dropMissing } from './records.ts';
import { type Finding, findAt, findOffset, type Located, type Path } from './located.ts';
import { listRules, listWorkflows, type PlacedRule } from './list-rules.ts';
import { workflowSchema } from './schema-workflow.ts';

type LineOf = (offset: number) => number;

/** `lineOf` gives the line of an offset, because the earlier rule is named by it. */
export function checkReach(root: Located, lineOf: LineOf): Finding[] {
  return listWorkflows(root).flatMap((workflow) => [
    ...checkRuleOrder(root, workflow, lineOf),
    ...checkRouteOrder(root, workflow, lineOf),
  ]);
}

function checkRuleOrder(root: Located, workflow: string, lineOf: LineOf): Finding[] {
  const byTrigger = Map.groupBy(listRules(root, workflow), ({ rule }) => rule.on);
  return [...byTrigger.values()].flatMap((rules) =>
    rules.flatMap((later, index) => {
      const earlier = rules.slice(0, index).find(({ rule }) => covers(rule, later.rule));
      return earlier === undefined ? [] : [explainOrder(root, 'rule', earlier, later, lineOf)];
    }),
  );
}

function checkRouteOrder(root: Located, workflow: string, lineOf: LineOf): Finding[] {
  const path = ['workflows', workflow, 'issue', 'routes'];
  const routes = workflowSchema.shape.issue.shape.routes.safeParse(findAt(root, path)?.value);
  if (!routes.success) return [];
  const all = routes.data.map(({ if: conditions }) => dropMissing(conditions));
  return all.flatMap((later, index) => {
    const earlier = all.findIndex((other, before) => before < index && allImplied({ ...other }, { ...later }));
    if (earlier === -1) return [];
    return [explainOrder(root, 'route', { path: [...path, earlier] }, { path: [...path, index] }, lineOf)];
  });
}

function explainOrder(
  root: Located,
  kind: 'rule' | 'route',
  earlier: Pick<PlacedRule, 'path'>,
  later: { readonly path: Path },
  lineOf: LineOf,
): Finding {
  const line = lineOf(findOffset(root, earlier.path));
  return {
    offset: findOffset(root, later.path),
    path: later.path,
    found: `a ${kind} that never has its turn`,
    allowed: `${kind}s of which the earlier leave something to the later`,
    hint: `the ${kind} of line ${line} holds wherever this one would; put this one before it`,
    warning: true,
  };
}

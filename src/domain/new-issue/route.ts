// Where the issue of a dialog goes.
import type { DialogDetails } from '../dialog.ts';
import { choiceHolds } from '../workflow/choice.ts';
import { attributeNamed, customerValue } from '../workflow/customer-value.ts';
import type { Choice } from '../workflow/rule.ts';
import type { IssueTarget, Route, Workflow } from '../workflow/workflow.ts';

function allHold(choices: Readonly<Record<string, Choice>> | undefined, lookUp: (name: string) => unknown): boolean {
  return Object.entries(choices ?? {}).every(([name, choice]) => {
    const value = lookUp(name);
    return choiceHolds(choice, value == null ? [] : [String(value)]);
  });
}

function routeHolds({ conditions }: Route, { team, teammate, tags, customer, attributes }: DialogDetails): boolean {
  const holds = (choice: Choice | undefined, things: readonly { id: string; name: string }[]): boolean =>
    choice === undefined ||
    choiceHolds(
      choice,
      things.flatMap(({ id, name }) => [id, name]),
    );
  return (
    holds(conditions.team, team === null ? [] : [team]) &&
    holds(conditions.teammate, teammate === null ? [] : [teammate]) &&
    holds(conditions.tag, tags) &&
    allHold(conditions.customer, (name) => customerValue(customer, name)) &&
    allHold(conditions.attribute, (name) => attributeNamed(attributes, name))
  );
}

/** The target of the first route whose conditions all hold for the dialog; without one, the workflow's own. */
export function routeOf(workflow: Workflow, details: DialogDetails): IssueTarget {
  return workflow.routes.find((route) => routeHolds(route, details))?.target ?? workflow.target;
}

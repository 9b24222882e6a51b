// What may cross to Jira in a summary, by the privacy setting of the workflow.
import type { Workflow } from '../workflow/workflow.ts';
import type { Conceal } from './compose-summary.ts';

/** Without a workflow nothing was decided about names, and so none crosses. */
export function concealFor(workflow: Workflow | null): Conceal {
  const mode = workflow?.privacy.names ?? 'drop';
  return {
    name: (name) => (mode === 'keep' ? name : mode === 'mask' ? `${name.trim().slice(0, 1)}.` : null),
    text: (text) => text,
  };
}

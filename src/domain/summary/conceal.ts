// What may cross to Jira in a summary, by the privacy setting of the workflow.
import { hideInText } from '../privacy/hide-in-text.ts';
import type { Locale } from '../rules.ts';
import type { Privacy, Workflow } from '../workflow/workflow.ts';
import type { Affected } from './affected.ts';
import type { Conceal } from './compose-summary.ts';

/** Of a project that no workflow speaks of nothing was decided: nobody is named there. */
const UNDECIDED: Privacy = { names: 'drop', email: 'mask', phone: 'mask', tokens: 'mask', cards: 'mask' };

/** Hides the data of these dialogs' customers: also the name of one in the title of another's dialog. */
export function concealFor(workflow: Workflow | null, { dialogs }: Affected, locale: Locale): Conceal {
  const privacy = workflow?.privacy ?? UNDECIDED;
  const customers = dialogs.flatMap(({ details }) => details?.customer ?? []);
  const names = customers.flatMap(({ name }) => (name === null || name.includes('@') ? [] : [name]));
  const persons = { names: [...new Set(names)], phones: customers.flatMap(({ phone }) => phone ?? []) };
  const text = (given: string): string => hideInText(given, { privacy, persons, locale });
  return { text, name: (name) => (privacy.names === 'drop' ? null : text(name)) };
}

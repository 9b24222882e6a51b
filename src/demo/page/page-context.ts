// What every part of the page may need: its words, what can be done, and where links lead.
import { createContext, useContext } from 'react';
import type { DemoAct, DemoAnswer, DemoState, Locale } from './demo-state.ts';
import type { PageTexts } from './texts.ts';

export interface Page {
  readonly state: DemoState;
  readonly texts: PageTexts;
  readonly language: Locale;
  readonly act: (act: DemoAct) => Promise<DemoAnswer>;
  readonly openDialog: (id: string) => void;
  readonly openIssue: (id: string | null) => void;
  /** Shows in the activity what led to this delivery. */
  readonly showDelivery: (id: string) => void;
}

export const PageContext = createContext<Page | null>(null);

/** The page that a component is on. Throws outside of one. */
export function usePage(): Page {
  const page = useContext(PageContext);
  if (page === null) throw new Error('used outside of the page');
  return page;
}

/** What a click on an address inside the demo should open instead; null for any other address. */
export function targetOf(href: string, page: Page): (() => void) | null {
  const issue = page.state.issues.find((one) => href === one.url || href.startsWith(`${one.url}?`));
  if (issue !== undefined) return () => page.openIssue(issue.id);
  const dialog = page.state.dialogs.find((one) => href.includes(`/conversation/${one.id}`));
  if (dialog !== undefined) return () => page.openDialog(dialog.id);
  const delivery = /\/history\/(dl_\w+)/.exec(href)?.[1];
  return delivery === undefined ? null : () => page.showDelivery(delivery);
}

// Counts whom an issue keeps waiting: dialogs, customers, what they pay for, and since when.
import type { Customer, DialogDetails } from '../dialog.ts';
import type { Link } from '../link.ts';
import type { Instant } from '../refs.ts';
import { customerValue } from '../workflow/customer-value.ts';

export interface AffectedDialog {
  readonly link: Link;
  /** Null when it was not read: there are too many, or the chat does not show it. */
  readonly details: DialogDetails | null;
}

export interface Affected {
  /** Those who pay most first, then the oldest; dialogs that were not read come last. */
  readonly dialogs: readonly AffectedDialog[];
  /** Different customers among the dialogs that were read; null when no customer is known. */
  readonly customers: number | null;
  /** True when a dialog was not read, so that there may be more customers. */
  readonly partly: boolean;
  /** Customers by the plan of their company, the most frequent first. */
  readonly plans: readonly { readonly plan: string; readonly customers: number }[];
  /** What their companies spend a month, each counted once; null when no company tells it. */
  readonly monthlyRevenue: number | null;
  readonly firstReportAt: Instant | null;
  readonly lastReportAt: Instant | null;
  /** When any of the customers wrote last, as far as the vendor tells. */
  readonly lastWordAt: Instant | null;
}

interface Known {
  readonly connection: string;
  readonly customer: Customer;
}

function reportedAt({ link, details }: AffectedDialog): Instant {
  return details?.createdAt ?? link.createdAt;
}

function spendOf({ details }: AffectedDialog): number {
  return details?.customer?.company?.monthlySpend ?? 0;
}

/** The same order for the same dialogs, whatever order they come in. */
function inOrder(a: AffectedDialog, b: AffectedDialog): number {
  const read = Number(b.details !== null) - Number(a.details !== null);
  if (read !== 0) return read;
  return spendOf(b) - spendOf(a) || reportedAt(a) - reportedAt(b) || (a.link.id < b.link.id ? -1 : 1);
}

/** Ids are unique only inside a workspace. */
function uniqueBy(known: readonly Known[], keyOf: (one: Known) => string | null): Known[] {
  const found = new Map<string, Known>();
  for (const one of known) {
    const key = keyOf(one);
    if (key !== null && !found.has(key)) found.set(key, one);
  }
  return [...found.values()];
}

/** Of the company, else what an attribute of that name says. */
export function planOf(customer: Customer): string | null {
  const plan = String(customerValue(customer, 'plan') ?? '').trim();
  return plan === '' ? null : plan;
}

function plansOf(customers: readonly Known[]): Affected['plans'] {
  const counts = new Map<string, number>();
  for (const { customer } of customers) {
    const plan = planOf(customer);
    if (plan !== null) counts.set(plan, (counts.get(plan) ?? 0) + 1);
  }
  return [...counts]
    .map(([plan, count]) => ({ plan, customers: count }))
    .sort((a, b) => b.customers - a.customers || (a.plan < b.plan ? -1 : 1));
}

function revenueOf(customers: readonly Known[]): number | null {
  const companies = uniqueBy(customers, ({ connection, customer: { company } }) =>
    company === null ? null : `${connection}/${company.id}`,
  );
  const spends = companies.flatMap(({ customer }) => customer.company?.monthlySpend ?? []);
  const sum = spends.reduce((total, spend) => total + spend, 0);
  // Intercom gives 0 where nobody has set it.
  return sum > 0 ? sum : null;
}

/** What is known of the dialogs behind the active links among these; `details` by link id. */
export function affectedBy(links: readonly Link[], details: Readonly<Record<string, DialogDetails>>): Affected {
  const dialogs = links
    .filter(({ unlinkedAt }) => unlinkedAt === null)
    .map((link): AffectedDialog => ({ link, details: details[link.id] ?? null }))
    .sort(inOrder);
  const known = dialogs.flatMap(({ link, details: read }): Known[] =>
    read?.customer == null ? [] : [{ connection: link.conversation.connection, customer: read.customer }],
  );
  const customers = uniqueBy(known, ({ connection, customer }) => `${connection}/${customer.id}`);
  const times = dialogs.map(reportedAt);
  const words = dialogs.flatMap((dialog) => dialog.details?.lastReplyAt ?? []);
  return {
    dialogs,
    customers: customers.length === 0 ? null : customers.length,
    partly: dialogs.some((dialog) => dialog.details === null),
    plans: plansOf(customers),
    monthlyRevenue: revenueOf(customers),
    firstReportAt: times.length === 0 ? null : Math.min(...times),
    lastReportAt: times.length === 0 ? null : Math.max(...times),
    lastWordAt: words.length === 0 ? null : Math.max(...words),
  };
}

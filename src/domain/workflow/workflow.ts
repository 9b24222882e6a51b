// A workflow: which issues a kind of dialog makes, what crosses, and which rules hold for them.
import type { Locale } from '../rules.ts';
import type { Choice, Rule } from './rule.ts';
import type { Template } from './template.ts';

export interface IssueTarget {
  readonly connection: string;
  readonly project: string;
  /** Name or id of the issue type. */
  readonly type: string;
  readonly components: readonly string[];
}

/** The first route whose conditions all hold for the dialog decides where its issue goes. */
export interface Route {
  readonly at: string;
  readonly conditions: {
    readonly team?: Choice;
    readonly tag?: Choice;
    readonly teammate?: Choice;
    readonly customer?: Readonly<Record<string, Choice>>;
    readonly attribute?: Readonly<Record<string, Choice>>;
  };
  readonly target: IssueTarget;
}

/** How a field of a new issue is filled: by the config, or by asking in the form although Jira does not require it. */
export type FieldSetting =
  | { readonly kind: 'value'; readonly value: Template }
  /** For fields that hold several: each template gives one of them. */
  | { readonly kind: 'list'; readonly values: readonly Template[] }
  | { readonly kind: 'ask' };

export type PrivacyMode = 'keep' | 'mask' | 'drop';

/** What becomes of personal data in what crosses to Jira. */
export interface Privacy {
  readonly names: PrivacyMode;
  readonly email: PrivacyMode;
  readonly phone: PrivacyMode;
  readonly tokens: PrivacyMode;
  readonly cards: PrivacyMode;
}

export interface CommentSettings {
  /** Which comments of developers are shown in the dialogs. Public ones are those without any restriction. */
  readonly toDialog: readonly ('public' | 'restricted')[];
  readonly edits: 'note' | 'silent';
  readonly deletions: 'note' | 'silent';
  /** How an internal note begins that goes to the developers, such as `jira:`. */
  readonly prefix: string;
}

export interface Workflow {
  readonly name: string;
  readonly label: Readonly<Record<Locale, string>>;
  /** Where issues go when no route holds. */
  readonly target: IssueTarget;
  readonly routes: readonly Route[];
  readonly priority: { readonly default: string | null; readonly choices: readonly string[] };
  readonly labels: readonly string[];
  /** By field id or name. */
  readonly fields: Readonly<Record<string, FieldSetting>>;
  /** How many of the last messages are copied: 0 for none, Infinity for all. */
  readonly transcript: { readonly last: number; readonly internalNotes: boolean };
  readonly attachments: { readonly maxBytes: number; readonly maxCount: number };
  readonly privacy: Privacy;
  /** A dialog that meets one of these gets an issue by itself. */
  readonly createWhen: readonly CreateWhen[];
  readonly comments: CommentSettings;
  readonly rules: readonly Rule[];
  /** False when the admin has switched the default rules off. */
  readonly defaults: boolean;
  /** Number of customers or plans at which the priority rises. */
  readonly escalate: readonly Escalation[];
  /** Id or name of a numeric field that holds the number of affected customers; null for none. */
  readonly countField: string | null;
}

export type CreateWhen =
  | { readonly kind: 'tag'; readonly tag: string }
  | { readonly kind: 'attribute'; readonly name: string; readonly value: Choice };

export interface Escalation {
  readonly at: string;
  /** At so many affected customers, or when a customer has one of these plans. */
  readonly customers: number | null;
  readonly plan: Choice | null;
  readonly priority: string;
}

/** Office hours in the time zone of the config; minutes since midnight. Weekdays 1 (Monday) to 7. */
export interface BusinessHours {
  readonly days: readonly { readonly weekday: number; readonly from: number; readonly to: number }[];
}

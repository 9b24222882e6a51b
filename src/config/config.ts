/** What the rest of the service may know of the configuration: its shape after loading, in plain units. */
import type { Locale, Rules } from '../domain/rules.ts';
import type { BusinessHours, Workflow } from '../domain/workflow/workflow.ts';
import type { ConfigProblem } from './config-error.ts';

/** Times are milliseconds, sizes bytes; every default has been filled in and every `${NAME}` replaced. */
export interface Config {
  /** The path the configuration was read from, as it was given. */
  readonly file: string;
  /** Short SHA-256 of all that decides what happens to an event, so that an event can name the rules it met. */
  readonly hash: string;
  readonly locale: Locale;
  /** IANA name, for the dates in notes. */
  readonly timezone: string;
  readonly connections: Readonly<Record<string, Connection>>;
  /** In the order of the file. */
  readonly workflows: Readonly<Record<string, Workflow>>;
  /** Texts that rules name, the built-in ones included. */
  readonly texts: Rules['texts'];
  /** By name: where `notify` calls. The address is a secret. */
  readonly notifications: Readonly<Record<string, NotificationChannel>>;
  /** Names or account ids that `mentions: support` means. */
  readonly support: readonly string[];
  /** Null: always open. */
  readonly businessHours: BusinessHours | null;
  readonly mirror: MirrorSettings;
  readonly delivery: DeliverySettings;
  readonly receiving: ReceivingSettings;
  readonly sweep: SweepSettings;
  readonly retention: RetentionSettings;
  /** What is doubtful in the file but does not keep it from being used. */
  readonly warnings: readonly ConfigProblem[];
}

export type { Locale };

export type Connection = IntercomConnection | JiraConnection;

export interface IntercomConnection {
  readonly name: string;
  readonly kind: 'intercom';
  readonly workspaceId: string;
  readonly region: 'us' | 'eu' | 'au';
  /** No trailing slash. */
  readonly apiUrl: string;
  /** No trailing slash. */
  readonly appUrl: string;
  readonly accessToken: string;
  /** At least one; several while a secret is being changed. */
  readonly clientSecrets: readonly string[];
  readonly authorAdminId: string;
  /** Written only if the workspace has it; null switches it off. */
  readonly conversationAttribute: string | null;
  /** Put on only if the workspace has it; null switches it off. */
  readonly tag: string | null;
  readonly apiVersion: string;
  /** A ceiling below the vendor's own limit; without it the vendor's headers alone decide. */
  readonly requestsPerMinute?: number;
}

export interface JiraConnection {
  readonly name: string;
  readonly kind: 'jira-cloud' | 'jira-data-center';
  /** What people open, with its context path, no trailing slash. */
  readonly siteUrl: string;
  /** Where REST calls go, no trailing slash; `siteUrl` unless the file says otherwise. */
  readonly apiUrl: string;
  /** How a Cloud token is sent; always `bearer` for Data Center. */
  readonly authentication: 'basic' | 'bearer';
  readonly email?: string;
  readonly apiToken?: string;
  readonly personalAccessToken?: string;
  /** Empty only where `webhookPathSecret` stands in for it. */
  readonly webhookSecrets: readonly string[];
  /** Data Center that cannot sign: the webhook's URL is then /webhooks/NAME/SECRET. */
  readonly webhookPathSecret?: string;
  readonly requestsPerMinute?: number;
}

export interface NotificationChannel {
  readonly webhook: string;
}

export interface MirrorSettings {
  readonly digestWindow: number;
  /** By project key; a project that is not named is `never`. */
  readonly restrictedComments: Readonly<Record<string, 'never' | 'always'>>;
  readonly reopenOnDone: boolean;
  readonly historyLink: boolean;
}

export interface DeliverySettings {
  readonly timeout: number;
  readonly retryFor: number;
  readonly inDoubtWait: number;
  readonly lease: number;
  /** At most so many actions per link in so long; above it the link is taken for a loop and parked. */
  readonly budget: { readonly actions: number; readonly per: number };
}

export interface ReceivingSettings {
  readonly jiraMaxBytes: number;
  readonly intercomMaxBytes: number;
  readonly maxDepth: number;
}

export interface SweepSettings {
  readonly enabled: boolean;
  readonly every: number;
}

export interface RetentionSettings {
  readonly days: number;
}

/** What comes from the environment and not from the file. */
export interface Environment {
  readonly host: string;
  readonly port: number;
  /** No trailing slash. */
  readonly publicUrl: string;
  /** `sqlite:PATH` or `postgres://…`; may hold a password. */
  readonly databaseUrl: string;
  /** May hold a password. */
  readonly redisUrl?: string;
  readonly apiToken?: string;
  readonly logLevel: LogLevel;
  readonly configPath: string;
  readonly httpProxy?: string;
}

export type LogLevel = 'error' | 'warn' | 'info' | 'debug';

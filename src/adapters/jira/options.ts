// What a connection to one Jira site needs.
import type { CallReport } from './call.ts';

export interface IssuesOptions {
  readonly connection: string;
  readonly edition: 'cloud' | 'data-center';
  /** What people open, with a context path if it has one, no trailing slash. */
  readonly siteUrl: string;
  /**
   * Where calls go, no trailing slash. For the scoped token of a service account on Cloud it is the gateway,
   * `https://api.atlassian.com/ex/jira/{cloudId}`; the site itself then answers 401.
   */
  readonly apiUrl: string;
  readonly email: string | null;
  readonly apiToken: string | null;
  /** Data Center only. */
  readonly personalAccessToken: string | null;
  /** How a Cloud token is sent; Data Center always gets a bearer. */
  readonly authentication: 'basic' | 'bearer';
  readonly timeoutMs: number;
  /** 10 MB unless set. */
  readonly maxResponseBytes?: number;
  /** `http://[user:password@]host[:port]`; without it calls go straight, whatever HTTP_PROXY says. */
  readonly proxy?: string;
  readonly userAgent: string;
  readonly now: () => number;
  /** Called after each call that was made, well or not. */
  readonly onCall?: (report: CallReport) => void;
}

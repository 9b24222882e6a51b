// What can be chosen when a simulated Intercom is started.
import type { Exchange } from './exchange-log.ts';
import type { RateLimitOptions } from './rate-limit.ts';
import type { WebhookOptions } from './webhooks.ts';
import type { Behaviour, Workspace } from './workspace.ts';

export interface IntercomSimulatorOptions {
  /** 0 takes any free port. */
  port?: number;
  host?: string;
  workspaceId?: string;
  workspaceName?: string;
  region?: string;
  timezone?: string;
  accessToken?: string;
  /** Signs the webhooks. */
  clientSecret?: string;
  webhookUrl?: string | null;
  webhooks?: Partial<WebhookOptions>;
  /** The app's API version: decides the shape of webhooks, and of answers to requests without the header. */
  apiVersion?: '2.14' | '2.15' | '2.16';
  /** Null for no limit. */
  rateLimit?: Partial<RateLimitOptions> | null;
  latencyMs?: number;
  behaviour?: Partial<Behaviour>;
  /** Fills the fresh workspace, again after every reset. */
  seed?: (workspace: Workspace) => void;
  onExchange?: (exchange: Exchange) => void;
  /** Off saves the memory and time of remembering calls. */
  recordExchanges?: boolean;
  nowMs?: () => number;
  random?: () => number;
}

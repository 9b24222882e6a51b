// Jira's webhooks as a source of events: who sent it, what it concerns, what it says. Loads nothing heavy.
import type { Headers, Identified, Unreadable, WebhookSource } from '../../application/ports.ts';
import type { BridgeEvent } from '../../domain/event.ts';
import { connectionLane, issueLane } from '../../domain/refs.ts';
import { readEvent } from './webhook-event.ts';
import { readPayload } from './webhook-payload.ts';
import { isSameSecret, isSigned } from './webhook-signature.ts';

export interface JiraSourceOptions {
  readonly connection: string;
  readonly edition: 'cloud' | 'data-center';
  /** Several while a secret is being changed. With any of them here, only a signature lets a webhook in. */
  readonly webhookSecrets: readonly string[];
  /** For Data Center that cannot sign: the secret part of the webhook's URL. */
  readonly webhookPathSecret: string | null;
  /** The bridge's own account, once known. */
  readonly ourAccountId?: () => string | null;
}

/** Understands the webhooks of Jira Cloud, Jira Data Center and Jira Automation alike. */
export function createJiraSource(options: JiraSourceOptions): WebhookSource {
  const { connection, webhookPathSecret, ourAccountId = () => null } = options;
  // An empty secret would let everybody sign.
  const secrets = options.webhookSecrets.filter((secret) => secret !== '');
  return {
    verify(raw: Buffer, headers: Headers, urlSecret: string | null): boolean {
      if (secrets.length > 0) return isSigned(raw, headers, secrets);
      return webhookPathSecret !== null && isSameSecret(urlSecret, webhookPathSecret);
    },
    identify(payload: unknown, headers: Headers): Identified {
      return { deliveryKey: readDeliveryKey(headers), ...identifyPayload(payload, connection) };
    },
    read(payload: unknown): BridgeEvent | Unreadable {
      return readEvent(payload, connection, ourAccountId());
    },
  };
}

/**
 * The same in every repetition of a delivery, unique inside a tenant. Data Center is not known to send it.
 * Source: Atlassian, "Webhooks", section "Webhook delivery headers".
 */
function readDeliveryKey(headers: Headers): string | null {
  const value = headers['x-atlassian-webhook-identifier'];
  return typeof value === 'string' && value !== '' && value.length <= 200 ? value : null;
}

function identifyPayload(raw: unknown, connection: string): Omit<Identified, 'deliveryKey'> {
  const payload = readPayload(raw);
  const issueId = payload?.issueId ?? null;
  return {
    lane: issueId === null ? connectionLane(connection) : issueLane({ connection, issueId }),
    topic: (payload?.name ?? (issueId === null ? 'unnamed' : 'issue data')).slice(0, 100),
    ...(payload?.issueKey == null ? {} : { issueKey: payload.issueKey }),
  };
}

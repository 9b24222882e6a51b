// The door alone: a real service with a real SQLite file that takes webhooks, with no vendor behind it.
import { createHmac } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { type IncomingHttpHeaders, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Writable } from 'node:stream';
import { loadEnvironment } from '../../src/config/environment.ts';
import { loadConfig } from '../../src/config/load-config.ts';
import { type Deskbridge, startDeskbridge } from '../../src/main.ts';

export const PATH_SECRET = 'an-unguessable-part-of-the-url';

const CONFIG = `
connections:
  intercom:
    { kind: intercom, workspaceId: ws1, region: us, apiUrl: "http://127.0.0.1:9", accessToken: "\${TOKEN}",
      clientSecrets: ["\${CHAT_NEW}", "\${CHAT_OLD}"], authorAdminId: "900" }
  cloud:
    { kind: jira-cloud, siteUrl: "http://127.0.0.1:9", email: bridge@example.com, apiToken: "\${TOKEN}",
      webhookSecrets: ["\${CLOUD_NEW}", "\${CLOUD_OLD}"] }
  signing-dc:
    { kind: jira-data-center, siteUrl: "http://127.0.0.1:9/signing", personalAccessToken: "\${TOKEN}", webhookSecrets: ["\${DC}"] }
  plain-dc:
    { kind: jira-data-center, siteUrl: "http://127.0.0.1:9/plain", personalAccessToken: "\${TOKEN}",
      webhookPathSecret: "\${PATH_SECRET}" }
workflows: { incident: { issue: { connection: cloud, project: SUP, type: Bug } } }
receiving: { jiraMaxBytes: 20KB, intercomMaxBytes: 10KB, maxDepth: 20 }
sweep: { enabled: false }
`;

const SECRETS = {
  TOKEN: 'vendor-token',
  CHAT_NEW: 'intercom-new',
  CHAT_OLD: 'intercom-old',
  CLOUD_NEW: 'cloud-new',
  CLOUD_OLD: 'cloud-old',
  DC: 'dc-secret',
  PATH_SECRET,
};

export interface Row {
  readonly id: string;
  readonly connection: string;
  readonly lane: string;
  readonly topic: string;
  readonly state: string;
  readonly reason: string | null;
}

export interface Answer {
  readonly status: number;
  readonly text: string;
  readonly headers: IncomingHttpHeaders;
}

export interface Door {
  readonly deskbridge: Deskbridge;
  readonly url: string;
  readonly databasePath: string;
  readonly log: string[];
  /** A request to the door, by node:http: nothing is added to the headers or the body. */
  send(method: string, path: string, headers?: Record<string, string>, chunks?: readonly Buffer[]): Promise<Answer>;
  /** A signed webhook of the connection `cloud`. */
  cloud(body: string | Buffer, headers?: Record<string, string>): Promise<Answer>;
  /** A signed webhook of the connection `intercom`. */
  intercom(body: string | Buffer, headers?: Record<string, string>): Promise<Answer>;
  /** What another connection to the database sees at this moment. */
  stored(): readonly Row[];
  /** How many webhooks are on disk, looked into or not. */
  journaled(): number;
  close(): Promise<void>;
}

export function sign(method: 'sha1' | 'sha256', secret: string, body: string | Buffer): Record<string, string> {
  return { 'x-hub-signature': `${method}=${createHmac(method, secret).update(body).digest('hex')}` };
}

export async function openDoor(): Promise<Door> {
  const folder = mkdtempSync(join(tmpdir(), 'deskbridge-door-'));
  const databasePath = join(folder, 'deskbridge.db');
  const log: string[] = [];
  const logStream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      log.push(chunk.toString('utf8'));
      done();
    },
  });
  const deskbridge = await startDeskbridge({
    config: loadConfig({ path: 'door.yaml', env: SECRETS, readFile: () => CONFIG }),
    environment: loadEnvironment({ HOST: '127.0.0.1', PORT: '0', DATABASE_URL: `sqlite:${databasePath}` }),
    logStream,
    pollEvery: 50,
  });
  const query = <T>(text: string): T[] => {
    const database = new DatabaseSync(databasePath, { readOnly: true });
    try {
      return database.prepare(text).all() as T[];
    } finally {
      database.close();
    }
  };
  const send: Door['send'] = (method, path, headers = {}, chunks = []) =>
    new Promise((resolve, reject) => {
      const url = `http://127.0.0.1:${deskbridge.port}${path}`;
      const outgoing = request(url, { method, headers, agent: false }, (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('end', () => {
          const text = Buffer.concat(parts).toString('utf8');
          resolve({ status: response.statusCode ?? 0, text, headers: response.headers });
        });
      });
      outgoing.on('error', reject);
      for (const chunk of chunks) outgoing.write(chunk);
      outgoing.end();
    });
  const json = { 'content-type': 'application/json' };
  return {
    deskbridge,
    url: `http://127.0.0.1:${deskbridge.port}`,
    databasePath,
    log,
    send,
    cloud: (body, headers = {}) =>
      send('POST', '/webhooks/cloud', { ...json, ...sign('sha256', 'cloud-new', body), ...headers }, [
        Buffer.from(body),
      ]),
    intercom: (body, headers = {}) =>
      send('POST', '/webhooks/intercom', { ...json, ...sign('sha1', 'intercom-new', body), ...headers }, [
        Buffer.from(body),
      ]),
    stored: () => query<Row>('select id, connection, lane, topic, state, reason from received_events order by seq'),
    journaled: () => Number(query<{ n: number }>('select count(*) as n from journal')[0]?.n),
    close: async () => {
      await deskbridge.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

// The doctor: examines this machine, the config and both accounts, and says of each thing what to click next.
import type { Instant } from '../domain/refs.ts';
import { examineIntercom } from './doctor-intercom.ts';
import { examineJira } from './doctor-jira.ts';
import type { Ledger } from './ledger.ts';
import type { Conversations, Issues } from './ports.ts';
import type { Pauses } from './pauses.ts';

/** `hint`: nothing is known to be wrong, but only a person can see to it. */
export interface Finding {
  readonly mark: 'ok' | 'warn' | 'bad' | 'hint';
  /** What was found. Holds no name, address or text of a person. */
  readonly text: string;
  /** What to do about it. */
  readonly next?: string;
}

export interface Section {
  readonly title: string;
  readonly findings: readonly Finding[];
}

/** Every method throws VendorError. */
export interface IntercomChecks {
  /** The region that hosts the workspace, as us, eu or au; null when Intercom does not say. */
  region(): Promise<string | null>;
  hasTag(name: string): Promise<boolean>;
  /** Null when the token may not read the list. */
  hasAttribute(name: string): Promise<boolean | null>;
}

export interface ProjectReading {
  readonly issueTypes: readonly { readonly id: string; readonly name: string }[];
}

/** Every method throws VendorError. */
export interface JiraChecks {
  /** Null when there is no such project, or our account may not see it. */
  project(key: string): Promise<ProjectReading | null>;
  /** Those of the wanted permissions (Jira's own keys) that our account has not in this project. */
  lacking(projectKey: string, wanted: readonly string[]): Promise<readonly string[]>;
}

export type AccountChecks = ({ readonly kind: 'intercom' } & IntercomChecks) | ({ readonly kind: 'jira' } & JiraChecks);

interface Account {
  readonly name: string;
  readonly apiUrl: string;
  /** What the vendor has to be told to call; a secret part is shown as a word. */
  readonly webhookUrl: string;
}

export interface IntercomAccount extends Account {
  readonly kind: 'intercom';
  readonly workspaceId: string;
  readonly region: string;
  readonly authorAdminId: string;
  readonly attribute: string | null;
  readonly tag: string | null;
  readonly conversations: Conversations;
  readonly checks: IntercomChecks;
}

export interface JiraAccount extends Account {
  readonly kind: 'jira';
  readonly edition: 'cloud' | 'data-center';
  readonly siteUrl: string;
  readonly signs: boolean;
  readonly workflows: readonly { readonly name: string; readonly project: string; readonly type: string }[];
  readonly issues: Issues;
  readonly checks: JiraChecks;
}

export interface Surroundings {
  /** As `24.21.0`. */
  readonly nodeVersion: string;
  readonly publicUrl: string;
  readonly hasApiToken: boolean;
  readonly hasRedis: boolean;
}

export interface Examination {
  readonly surroundings: Surroundings;
  readonly ledger: Ledger;
  readonly pauses: Pauses;
  readonly accounts: readonly (IntercomAccount | JiraAccount)[];
  /** The time on the clock of whoever serves this address; null when it can't be told. */
  readonly clockOf: (url: string) => Promise<Instant | null>;
  readonly now: () => Instant;
  readonly formatTime: (at: Instant) => string;
}

const OLDEST_NODE = [22, 18] as const;
const LOCAL_HOST = /^(localhost|127\.|0\.0\.0\.0|\[::1?\]|10\.|192\.168\.)|\.(local|test|internal)$/;

function isOld(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1]);
}

function examinePublicUrl(publicUrl: string): Finding {
  const url = new URL(publicUrl);
  const next = 'Set PUBLIC_URL to the https address under which the vendors reach this service';
  if (LOCAL_HOST.test(url.hostname)) {
    return { mark: 'bad', text: `PUBLIC_URL ${publicUrl} can be reached from this machine or network only`, next };
  }
  if (url.protocol !== 'https:') {
    return { mark: 'bad', text: `PUBLIC_URL ${publicUrl} is not https, which Intercom and Jira Cloud insist on`, next };
  }
  return { mark: 'ok', text: `PUBLIC_URL ${publicUrl}` };
}

/** What does not depend on any account. */
export function examineSurroundings(surroundings: Surroundings): Finding[] {
  const { nodeVersion, hasApiToken, hasRedis } = surroundings;
  const node: Finding = isOld(nodeVersion)
    ? { mark: 'bad', text: `Node ${nodeVersion} is too old`, next: `Install Node ${OLDEST_NODE.join('.')} or newer` }
    : { mark: 'ok', text: `Node ${nodeVersion}` };
  const api: Finding = hasApiToken
    ? { mark: 'ok', text: 'DESKBRIDGE_API_TOKEN is set' }
    : {
        mark: 'warn',
        text: 'DESKBRIDGE_API_TOKEN is not set, so /api answers 403',
        next: 'Set it to a long random text, such as: openssl rand -hex 32',
      };
  const redis: Finding[] = hasRedis
    ? [{ mark: 'warn', text: "REDIS_URL is set, but this version can't use Redis yet", next: 'Take it out' }]
    : [];
  return [node, examinePublicUrl(surroundings.publicUrl), api, ...redis];
}

async function examineLedger(ledger: Ledger): Promise<Finding[]> {
  try {
    await ledger.check();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return [
      {
        mark: 'bad',
        text: `The database can't be written: ${why}`,
        next: 'Check the disk and the rights of DATABASE_URL',
      },
    ];
  }
  const parked = (await ledger.upkeep.alarms()).filter(({ kind }) => kind !== 'connection_paused');
  const [first] = parked;
  const alarms: Finding[] =
    first === undefined
      ? []
      : [
          {
            mark: 'warn',
            text: `Parked and waiting for you: ${parked.length}, the oldest being ${first.subject}`,
            next: `deskbridge trace ${first.subject}`,
          },
        ];
  return [{ mark: 'ok', text: 'The database can be written' }, ...alarms];
}

const MAX_SKEW_MS = 60_000;

async function examineClock(apiUrl: string, { clockOf, now }: Examination): Promise<Finding> {
  const before = now();
  const theirs = await clockOf(apiUrl);
  if (theirs === null) {
    return {
      mark: 'warn',
      text: `The clock of ${apiUrl} could not be read`,
      next: 'See to it that this machine keeps its time by NTP',
    };
  }
  // The header is cut to the second, and was written somewhere between asking and answering.
  const skew = Math.round((before + now()) / 2 - (theirs + 500));
  if (Math.abs(skew) <= MAX_SKEW_MS) return { mark: 'ok', text: 'The clock here agrees with theirs' };
  const side = skew > 0 ? 'ahead of' : 'behind';
  return {
    mark: 'bad',
    text: `The clock here is ${Math.round(Math.abs(skew) / 1000)} s ${side} theirs, so changes are missed by the sweep`,
    next: 'Set the clock of this machine by NTP: timedatectl set-ntp true',
  };
}

async function examineWebhooks(name: string, { ledger, formatTime }: Examination): Promise<Finding> {
  const last = await ledger.events.lastDelivered(name);
  if (last !== null) return { mark: 'ok', text: `The last webhook came ${formatTime(last)}` };
  return { mark: 'warn', text: 'No webhook has come yet', next: 'Set it up as said next, then change something there' };
}

async function examineAccount(account: IntercomAccount | JiraAccount, examination: Examination): Promise<Section> {
  const paused = examination.pauses.reasonOf(account.name);
  const pause: Finding[] =
    paused === null
      ? []
      : [
          {
            mark: 'bad',
            text: 'The service has paused this connection: nothing is sent until it takes the token again',
            next: 'Mend what is said below; the running service then goes on by itself within a minute',
          },
        ];
  const title =
    account.kind === 'intercom'
      ? `${account.name}: Intercom, workspace ${account.workspaceId}, region ${account.region}`
      : `${account.name}: Jira ${account.edition === 'cloud' ? 'Cloud' : 'Data Center'}, ${account.siteUrl}`;
  const { findings, hints } =
    account.kind === 'intercom' ? await examineIntercom(account, examination.now()) : await examineJira(account);
  const clock = await examineClock(account.apiUrl, examination);
  const webhooks = await examineWebhooks(account.name, examination);
  return { title, findings: [...pause, ...findings, clock, webhooks, ...hints] };
}

/** Reads only; nothing is written to either vendor. Never throws for what it finds. */
export async function examine(examination: Examination): Promise<readonly Section[]> {
  const machine = examineSurroundings(examination.surroundings);
  const ledger = await examineLedger(examination.ledger);
  const accounts = await Promise.all(examination.accounts.map((account) => examineAccount(account, examination)));
  return [{ title: 'This machine', findings: [...machine, ...ledger] }, ...accounts];
}

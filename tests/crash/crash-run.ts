// Runs the service under load, kills it at random moments, and counts what was lost, doubled or out of order.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type IntercomSimulator, startIntercomSimulator } from '../../src/simulators/intercom/index.ts';
import { type JiraSimulator, startJiraSimulator } from '../../src/simulators/jira/index.ts';
import { inboxUrl, until } from '../support/world.ts';

export interface CrashOptions {
  readonly kills: number;
  readonly dialogs: number;
  readonly readBack: boolean;
  /** Milliseconds between two actions of people. */
  readonly pace: number;
  /** The chance that a vendor does the work and drops the connection before answering. */
  readonly dropAfter: number;
}

export interface CrashReport {
  readonly kills: number;
  readonly acceptedComments: number;
  readonly acceptedNotes: number;
  readonly lost: readonly string[];
  readonly doubled: readonly string[];
  readonly outOfOrder: readonly string[];
  /** Deliveries that were found already done after an unclear try. */
  readonly foundAgain: number;
}

interface Scene {
  readonly intercom: IntercomSimulator;
  readonly jira: JiraSimulator;
  readonly folder: string;
  readonly databasePath: string;
  readonly port: number;
  readonly dialogs: { readonly conversationId: string; readonly issue: string }[];
  readonly options: CrashOptions;
  /** Tokens in comments by the comment's id, and tokens in notes to developers by the part's id. */
  readonly comments: Map<string, string>;
  readonly notes: Map<string, string>;
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

function configText(intercomUrl: string, jiraUrl: string): string {
  return `
connections:
  intercom:
    { kind: intercom, workspaceId: ws1, region: us, apiUrl: "${intercomUrl}", accessToken: "\${INTERCOM_TOKEN}",
      clientSecrets: ["\${INTERCOM_SECRET}"], authorAdminId: "900" }
  jira:
    { kind: jira-cloud, siteUrl: "${jiraUrl}", email: bridge@example.com, apiToken: "\${JIRA_TOKEN}",
      webhookSecrets: ["\${JIRA_SECRET}"] }
workflows: { incident: { issue: { connection: jira, project: SUP, type: Bug } } }
mirror: { digestWindow: 0s }
delivery: { inDoubtWait: 300ms, timeout: 2s, lease: 5s, budget: { actions: 10000, per: 10m } }
sweep: { enabled: false }
`;
}

async function setScene(options: CrashOptions): Promise<Scene> {
  const port = await freePort();
  const hook = (name: string): string => `http://127.0.0.1:${port}/webhooks/${name}`;
  const intercom = await startIntercomSimulator({
    rateLimit: null,
    latencyMs: 8,
    recordExchanges: false,
    webhookUrl: hook('intercom'),
    webhooks: { retryDelayMs: 900, duplicate: 0.05 },
  });
  const jira = await startJiraSimulator({
    edition: 'cloud',
    rateLimits: null,
    latencyMs: 8,
    keepExchanges: 0,
    webhookUrl: hook('jira'),
    webhooks: { retries: 30, retryDelayMs: 300, duplicate: 0.05 },
  });
  const folder = mkdtempSync(join(tmpdir(), 'deskbridge-crash-'));
  writeFileSync(join(folder, 'config.yaml'), configText(intercom.url, jira.url));
  const scene: Scene = {
    intercom,
    jira,
    folder,
    databasePath: join(folder, 'deskbridge.db'),
    port,
    dialogs: [],
    options,
    comments: new Map(),
    notes: new Map(),
  };
  return scene;
}

function startProcess(scene: Scene): ChildProcess {
  return spawn(process.execPath, ['tests/crash/bridge-process.ts'], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      ...process.env,
      INTERCOM_TOKEN: 'intercom-token',
      INTERCOM_SECRET: 'intercom-secret',
      JIRA_TOKEN: 'jira-token',
      JIRA_SECRET: 'jira-secret',
      HOST: '127.0.0.1',
      PORT: String(scene.port),
      DATABASE_URL: `sqlite:${scene.databasePath}`,
      DESKBRIDGE_CONFIG: join(scene.folder, 'config.yaml'),
      LOG_LEVEL: 'error',
      NO_READ_BACK: scene.options.readBack ? '0' : '1',
    },
  });
}

async function ready(scene: Scene): Promise<void> {
  await until(
    'the service to listen',
    () =>
      fetch(`http://127.0.0.1:${scene.port}/healthz`).then(
        (response) => response.ok,
        () => false,
      ),
    30_000,
  );
}

function linkDialogs(scene: Scene): void {
  for (let index = 0; index < scene.options.dialogs; index++) {
    const { conversationId = '' } = scene.intercom.customerWrites({ name: `Customer ${index}`, body: '<p>Help</p>' });
    const description = `From ${inboxUrl(conversationId)}`;
    const { key } = scene.jira.createIssue({ project: 'SUP', summary: `Incident ${index}`, description });
    scene.dialogs.push({ conversationId, issue: key });
  }
}

/** Developers comment, operators write to developers; every text is unique. */
function startPeople(scene: Scene): { stop(): void } {
  let number = 0;
  const timer = setInterval(() => {
    number++;
    const dialog = scene.dialogs[Math.floor(Math.random() * scene.dialogs.length)];
    if (dialog === undefined) return;
    if (number % 4 === 0) {
      const token = `m${number}m`;
      const body = `<p>jira: please look ${token}</p>`;
      const { partId = '' } = scene.intercom.teammateNotes({ conversationId: dialog.conversationId, body });
      scene.notes.set(partId, token);
    } else {
      const token = `c${number}c`;
      const { id } = scene.jira.addComment({ issue: dialog.issue, body: `Found ${token}` });
      scene.comments.set(id, token);
    }
  }, scene.options.pace);
  return { stop: () => clearInterval(timer) };
}

/** Every dialog is linked before anything that is counted happens: what comes earlier is rightly not told. */
async function linkAll(scene: Scene): Promise<ChildProcess> {
  const child = startProcess(scene);
  await ready(scene);
  linkDialogs(scene);
  const hasNote = ({ conversationId }: { conversationId: string }): boolean =>
    scene.intercom.state.conversations.get(conversationId)?.parts.some((part) => part.partType === 'note') ?? false;
  await until('all dialogs to be linked', () => scene.dialogs.every(hasNote), 30_000);
  return child;
}

async function killAgainAndAgain(scene: Scene, first: ChildProcess): Promise<ChildProcess> {
  let child = first;
  for (let kill = 0; kill < scene.options.kills; kill++) {
    await new Promise((resolve) => setTimeout(resolve, 30 + Math.random() * 500));
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await gone;
    child = startProcess(scene);
    await ready(scene);
  }
  return child;
}

async function drained(scene: Scene): Promise<void> {
  await scene.jira.settled();
  await new Promise((resolve) => setTimeout(resolve, 2500));
  const open = (): number => {
    const database = new DatabaseSync(scene.databasePath, { readOnly: true });
    try {
      const row = database
        .prepare(
          `select (select count(*) from received_events where state in ('queued','working','waiting'))
            + (select count(*) from deliveries where state in ('queued','sending','retrying'))
            + (select count(*) from journal where format = 'vendor'
                and seq > (select coalesce(max(cast(value as integer)), 0) from cursors where name = 'journal')) as open`,
        )
        .get();
      return Number(row?.['open']);
    } finally {
      database.close();
    }
  };
  await until('everything to be delivered', () => open() === 0, 120_000);
}

interface Accepted {
  /** Tokens in the order in which the events that carry them were stored, by dialog. */
  readonly order: Map<string, string[]>;
  readonly foundAgain: number;
}

/** Reads from the ledger what was let in: only that was promised. */
function readAccepted(scene: Scene): Accepted {
  const database = new DatabaseSync(scene.databasePath, { readOnly: true });
  const order = new Map<string, string[]>();
  const rows = database
    .prepare('select e.lane, j.body from received_events e join journal j on j.seq = e.seq order by e.seq')
    .all();
  for (const row of rows) {
    const text = Buffer.from(row['body'] as Uint8Array).toString('utf8');
    const found = text.match(/\b[cm]\d+[cm]\b/g) ?? [];
    const lane = String(row['lane']);
    const list = order.get(lane) ?? [];
    for (const token of found) if (!list.includes(token)) list.push(token);
    order.set(lane, list);
  }
  const again = database.prepare(`select count(*) as n from deliveries where tries like '%"found"%'`).get();
  database.close();
  return { order, foundAgain: Number(again?.['n']) };
}

function tokensIn(texts: readonly string[], pattern: RegExp): string[] {
  return texts.flatMap((text) => text.match(pattern) ?? []);
}

function judge(scene: Scene): Omit<CrashReport, 'kills'> {
  const accepted = readAccepted(scene);
  const lost: string[] = [];
  const doubled: string[] = [];
  const outOfOrder: string[] = [];
  let acceptedComments = 0;
  let acceptedNotes = 0;
  const compare = (expected: readonly string[], got: readonly string[], where: string): void => {
    for (const token of expected) {
      const times = got.filter((other) => other === token).length;
      if (times === 0) lost.push(`${token} in ${where}`);
      if (times > 1) doubled.push(`${token} in ${where}`);
    }
    const firsts = [...new Set(got)].filter((token) => expected.includes(token));
    const wanted = expected.filter((token) => firsts.includes(token));
    for (const [index, token] of firsts.entries()) if (wanted[index] !== token) outOfOrder.push(`${token} in ${where}`);
  };
  for (const { conversationId, issue: key } of scene.dialogs) {
    const issue = [...scene.jira.state.issues.values()].find((candidate) => candidate.key === key);
    const conversation = scene.intercom.state.conversations.get(conversationId);
    if (issue === undefined || conversation === undefined) throw new Error('the scene lost its things');
    const comments = (accepted.order.get(`issue/jira/${issue.id}`) ?? []).filter((token) => token.startsWith('c'));
    const notes = (accepted.order.get(`conversation/intercom/${conversationId}`) ?? []).filter((token) =>
      token.startsWith('m'),
    );
    acceptedComments += comments.length;
    acceptedNotes += notes.length;
    const written = conversation.parts.filter((part) => part.partType === 'note' && part.author.id === '900');
    compare(
      comments,
      tokensIn(
        written.map((part) => part.body ?? ''),
        /\bc\d+c\b/g,
      ),
      `dialog ${conversationId}`,
    );
    compare(
      notes,
      tokensIn(
        issue.comments.map((comment) => JSON.stringify(comment.body)),
        /\bm\d+m\b/g,
      ),
      key,
    );
  }
  return { acceptedComments, acceptedNotes, lost, doubled, outOfOrder, foundAgain: accepted.foundAgain };
}

/** The whole experiment; everything it started is stopped again. */
export async function runCrashes(options: CrashOptions): Promise<CrashReport> {
  const scene = await setScene(options);
  let child: ChildProcess | null = null;
  try {
    child = await linkAll(scene);
    if (options.dropAfter > 0) {
      scene.intercom.addFault({
        kind: 'drop-after',
        match: 'POST /conversations/.*/reply',
        probability: options.dropAfter,
      });
      scene.jira.faults.add({ kind: 'drop-after', method: 'POST', path: '/comment$', probability: options.dropAfter });
    }
    const people = startPeople(scene);
    child = await killAgainAndAgain(scene, child);
    people.stop();
    scene.intercom.clearFaults();
    scene.jira.faults.clear();
    await drained(scene);
    return { kills: options.kills, ...judge(scene) };
  } finally {
    child?.kill('SIGKILL');
    await scene.intercom.close();
    await scene.jira.close();
    rmSync(scene.folder, { recursive: true, force: true });
  }
}

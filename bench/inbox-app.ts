// How long the inbox app takes to open from the store, and to answer a press while a vendor hangs.
import { createHmac, randomUUID } from 'node:crypto';
import { percentile } from './support/blast.ts';
import { type Child, startChild } from './support/child.ts';
import { benchFolder } from './support/config.ts';
import { type BenchVendors, linkInLedger, startVendors, toldOf } from './support/vendors.ts';

export interface InboxAppFigures {
  readonly opened: number;
  readonly p50: number;
  readonly p99: number;
  readonly cpuMsPerOpening: number;
  readonly submits: number;
  /** The longest answer to a press while Jira hangs. */
  readonly slowestSubmit: number;
  /** The same of openings, after the first of them has found Jira slow. */
  readonly slowestOpening: number;
}

interface Canvas {
  readonly content: { readonly components: readonly { readonly id?: string; readonly text?: string }[] };
  readonly stored_data: unknown;
}

interface Answer {
  readonly ms: number;
  readonly canvas: Canvas;
}

const DIALOGS = 300;
const AT_ONCE = 4;
const VENDOR_MS = 10;

async function ask(child: Child, secret: string, flow: string, body: object): Promise<Answer> {
  const text = JSON.stringify({ workspace_id: 'ws1', admin: { id: '901', name: 'Anna' }, ...body });
  const signature = createHmac('sha256', secret).update(text).digest('hex');
  const startedAt = performance.now();
  const response = await fetch(`http://127.0.0.1:${child.port}/inbox-app/intercom/${flow}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-body-signature': signature },
    body: text,
  });
  const { canvas } = (await response.json()) as { canvas: Canvas };
  if (response.status !== 200) throw new Error(`${flow} answered ${response.status}`);
  return { ms: performance.now() - startedAt, canvas };
}

interface Run {
  readonly vendors: BenchVendors;
  readonly open: (conversationId: string) => Promise<Answer>;
  readonly press: (conversationId: string, id: string, canvas: Canvas, values?: object) => Promise<Answer>;
}

/** Opens every dialog once, some of them at the same time, as a team does that switches between conversations. */
async function openAll({ vendors, open }: Run): Promise<number[]> {
  const latencies: number[] = [];
  const rest = [...vendors.dialogs];
  const one = async (): Promise<void> => {
    for (let dialog = rest.pop(); dialog !== undefined; dialog = rest.pop()) {
      const { ms, canvas } = await open(dialog.conversationId);
      const { key } = dialog;
      if (!canvas.content.components.some(({ text }) => text?.includes(key))) throw new Error(`${key} is not shown`);
      latencies.push(ms);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, one));
  return latencies.toSorted((a, b) => a - b);
}

/** Presses everything that needs Jira while it hangs, several at the same time. */
async function pressWhileHanging({ vendors, open, press }: Run): Promise<number[]> {
  const [first, ...others] = vendors.dialogs.slice(0, 4);
  const pressed = await Promise.all(
    [first, ...others].map(async (dialog) => {
      const id = dialog?.conversationId ?? '';
      const { canvas } = await open(id);
      const form = await press(id, 'create:incident', canvas);
      const submit = await press(id, 'submit', form.canvas, { 'field:summary': `Bench ${randomUUID()}` });
      const found = await press(id, 'search', submit.canvas, { search: 'incident' });
      const refreshed = await press(id, 'refresh', found.canvas);
      return [form.ms, submit.ms, found.ms, refreshed.ms];
    }),
  );
  return pressed.flat();
}

/** The real service in a process of its own, every dialog linked with an issue that the store knows. */
export async function benchInboxApp(): Promise<InboxAppFigures> {
  const vendors = await startVendors({ issues: DIALOGS, dialogsPerIssue: 1, latencyMs: VENDOR_MS, rateLimit: null });
  const folder = benchFolder(vendors.intercom.url, vendors.jira.url);
  const child = await startChild('bench/support/bridge-server.ts', folder.env);
  const secret = folder.env['INTERCOM_SECRET'] ?? '';
  const about = (conversationId: string) => ({ conversation: { type: 'conversation', id: conversationId } });
  const run: Run = {
    vendors,
    open: (id) => ask(child, secret, 'initialize', about(id)),
    press: (id, component_id, canvas, input_values = {}) =>
      ask(child, secret, 'submit', { ...about(id), component_id, input_values, current_canvas: canvas }),
  };
  try {
    linkInLedger(folder.databasePath, vendors.dialogs, (issueId) => {
      const dialog = vendors.dialogs.find((candidate) => candidate.issueId === issueId);
      return toldOf(vendors.jira, issueId, dialog?.key ?? '');
    });
    const [warm] = vendors.dialogs;
    // The first openings load what start-up leaves out, the SDKs among it; the next round is read from the store.
    await run.open(warm?.conversationId ?? '');
    await new Promise((resolve) => setTimeout(resolve, 2000));
    await openAll(run);
    const before = await child.usage();
    const latencies = await openAll(run);
    const after = await child.usage();
    vendors.jira.faults.add({ kind: 'hang', path: '.*' });
    const submits = await pressWhileHanging(run);
    const hanging = await openAll(run);
    return {
      opened: latencies.length,
      p50: percentile(latencies, 0.5),
      p99: percentile(latencies, 0.99),
      cpuMsPerOpening: ((after.cpu - before.cpu) * 1000) / latencies.length,
      submits: submits.length,
      slowestSubmit: Math.max(...submits),
      slowestOpening: percentile(hanging, 0.99),
    };
  } finally {
    await child.stop();
    await vendors.close();
    folder.remove();
  }
}

if (import.meta.main) console.log(await benchInboxApp());

// All benchmarks in one run, with ratios against what they are compared with and the goals they are meant to reach.
import { cpus } from 'node:os';
import { benchAcknowledge } from './acknowledge.ts';
import { benchColdStart } from './cold-start.ts';
import { benchDrain } from './drain.ts';
import { benchEndToEnd } from './end-to-end.ts';
import { benchInboxApp } from './inbox-app.ts';
import { benchLinkLookup } from './link-lookup.ts';

const QUICK = process.argv.includes('--quick');

function line(what: string, figure: string, goal: string, reached: boolean): void {
  console.log(`${reached ? 'ok  ' : 'MISS'}  ${what.padEnd(58)} ${figure.padEnd(30)} goal: ${goal}`);
}

const ms = (value: number): string => `${value.toFixed(1)} ms`;
const times = (value: number): string => `${value.toFixed(1)} ×`;

async function acknowledge(): Promise<void> {
  const { bare, deskbridge, ratio, ratios, bodyBytes } = await benchAcknowledge(QUICK ? 8000 : 32_000);
  console.log(
    `\nDurable acknowledgements (${bodyBytes} bytes a request): bare node:http + HMAC ${bare.perCpuSecond.toFixed(0)}, ` +
      `Deskbridge ${deskbridge.perCpuSecond.toFixed(0)} per CPU-second; answers p50 ${ms(deskbridge.p50)}, p99 ${ms(deskbridge.p99)} at full load`,
  );
  line('durable acknowledgements against bare node:http', ratio.toFixed(2), '>= 0.5', ratio >= 0.5);
  console.log(`      rounds: ${ratios.join(', ')}`);
  line('p99 of an answer at full load', ms(deskbridge.p99), '< 500 ms', deskbridge.p99 < 500);
}

async function endToEnd(): Promise<void> {
  const { bare, deskbridge, table, ...run } = await benchEndToEnd(QUICK ? 8 : 30);
  console.log(
    `\nFrom change to note at ${run.perSecond}/s, ${run.notes} notes, vendors take ${run.vendorMs} ms of it; ` +
      `bare node:http (same webhook, read and note, nothing stored): p50 ${ms(bare.p50)}, p99 ${ms(bare.p99)}`,
  );
  line('end to end p50', ms(deskbridge.p50), `<= ${run.vendorMs + 10} ms`, deskbridge.p50 <= run.vendorMs + 10);
  line('end to end p99', ms(deskbridge.p99), `<= ${run.vendorMs + 50} ms`, deskbridge.p99 <= run.vendorMs + 50);
  const cpu = `${ms(deskbridge.busyCpuMs)} (${times(deskbridge.busyCpuMs / bare.busyCpuMs)} bare)`;
  line('CPU a note, the whole path, core busy', cpu, '<= 3 ms', deskbridge.busyCpuMs <= 3);
  console.log(
    `      at ${run.perSecond}/s, where the core mostly idles: ${ms(deskbridge.pacedCpuMs)}, bare ${ms(bare.pacedCpuMs)}; ` +
      `busy: ${deskbridge.busyPerSecond.toFixed(0)} notes/s, bare ${bare.busyPerSecond.toFixed(0)}`,
  );
  const memory = `${deskbridge.loadMb.toFixed(0)} MB (at rest ${deskbridge.restMb.toFixed(0)})`;
  line('memory under load', memory, '<= 180 MB', deskbridge.loadMb <= 180);
  console.table(table);
}

async function drain(): Promise<void> {
  const figures = await benchDrain(5000);
  console.log(
    `\nBacklog of ${figures.notes} notes in ${figures.seconds.toFixed(1)} s; accepted in each window: ${figures.perWindow.join(', ')} of ${figures.windowLimit}`,
  );
  line('use of the vendor’s windows', `${(100 * figures.used).toFixed(1)} %`, '>= 95 %', figures.used >= 0.95);
  line('answers 429', String(figures.refused), '0', figures.refused === 0);
  console.log(`      CPU a note ${ms(figures.cpuMsPerNote)}, memory at most ${figures.peakMb.toFixed(0)} MB`);
}

async function coldStart(): Promise<void> {
  const { median, compiled, bareNode } = await benchColdStart(QUICK ? 3 : 7);
  console.log(
    `\nStart of the ${compiled ? 'compiled' : 'uncompiled (run npm run build first)'} service; bare node takes ${ms(bareNode)}`,
  );
  line('start to first durable answer, median', ms(median), '<= 1000 ms', median <= 1000);
}

async function linkLookup(): Promise<void> {
  const [small, large] = await benchLinkLookup();
  if (small === undefined || large === undefined) return;
  const ratio = large.p50 / small.p50;
  console.log(
    `\nLinks of an issue: p50 ${small.p50.toFixed(0)} µs among 10³, ${large.p50.toFixed(0)} µs among 10⁶ (p99 ${small.p99.toFixed(0)}, ${large.p99.toFixed(0)})`,
  );
  line('lookup among 10⁶ links against 10³', ratio.toFixed(2), '<= 2', ratio <= 2);
}

async function inboxApp(): Promise<void> {
  const { opened, p50, p99, cpuMsPerOpening, slowestSubmit, slowestOpening } = await benchInboxApp();
  console.log(
    `\nInbox app, ${opened} openings from the store, four at a time: p50 ${ms(p50)}, CPU ${ms(cpuMsPerOpening)} each`,
  );
  line('opening from the store, p99', ms(p99), '<= 50 ms', p99 <= 50);
  line('slowest press while Jira hangs', ms(slowestSubmit), '<= 4000 ms', slowestSubmit <= 4000);
  line('opening while Jira hangs, p99', ms(slowestOpening), '<= 1000 ms', slowestOpening <= 1000);
}

console.log(`Deskbridge benchmarks on ${cpus().length} × ${cpus()[0]?.model}, Node ${process.version}`);
await acknowledge();
await endToEnd();
await drain();
await coldStart();
await linkLookup();
await inboxApp();

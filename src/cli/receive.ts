// `deskbridge receive`: takes a file as if the vendor had just delivered it, and works it off in this process.
import type { Bridge } from '../application/bridge.ts';
import { dryRun } from '../application/dry-run.ts';
import { fileArrivals } from '../application/file-arrivals.ts';
import { type ReceiveOutcome, receiveEvent } from '../application/receive-event.ts';
import { type TracedEvent, traceEvent } from '../application/trace.ts';
import { workOff } from '../application/work-off.ts';
import { readSettings } from '../config/settings.ts';
import { checkConnection, readPayload } from './payload.ts';
import { print, remark } from './print.ts';
import { Problem } from './problem.ts';
import { showDryRun } from './show-dry-run.ts';
import { showEvent } from './show-trace.ts';
import { withAnyBridge } from './with-bridge.ts';

export interface ReceiveOptions {
  readonly dryRun?: boolean;
}

/** Longer than a digest window, shorter than anybody's patience. */
const PATIENCE_MS = 60_000;

/** Whoever may run this may read the secret too, so a file needs no signature. */
function trusting(bridge: Bridge): Bridge {
  const connections = [...bridge.connections].map(([name, connection]) => {
    return [name, { ...connection, source: { ...connection.source, verify: () => true } }] as const;
  });
  return { ...bridge, connections: new Map(connections) };
}

function arrivalOf(outcome: ReceiveOutcome, file: string): string {
  switch (outcome.kind) {
    case 'stored':
      return outcome.eventId;
    case 'too_deep':
      throw new Problem(
        `FILE: ${file} nests deeper than receiving.maxDepth of the config allows; raise it if this is right`,
      );
    default:
      throw new Problem(`FILE: ${file} could not be recorded (${outcome.kind}); look with: deskbridge doctor`);
  }
}

/** The event that the arrival became; a running service may have been quicker to put it into its lane. */
async function eventOf(arrivalId: string, file: string, bridge: Bridge): Promise<string> {
  const filed = (await fileArrivals(bridge)).find((one) => one.arrivalId === arrivalId);
  if (filed?.result === 'duplicate') {
    remark(`${file} was received already, as ${filed.eventId}; to do it again: deskbridge replay ${filed.eventId}`);
  }
  if (filed !== undefined) return filed.eventId;
  if ((await bridge.ledger.events.find(arrivalId)) !== null) return arrivalId;
  throw new Problem(`${file} was received already, so it made no new event; find the first one with: deskbridge trace`);
}

const isWell = (event: TracedEvent): boolean =>
  (event.outcome === 'done' || event.outcome === 'ignored') &&
  event.deliveries.every(({ state }) => state === 'delivered' || state === 'superseded');

async function receiveFile(connection: string, file: string, raw: Buffer, maxDepth: number, bridge: Bridge) {
  const delivered = { connection, raw, headers: {}, urlSecret: null, maxDepth };
  const id = await eventOf(arrivalOf(await receiveEvent(delivered, trusting(bridge)), file), file, bridge);
  await workOff(id, bridge, PATIENCE_MS);
  const event = await traceEvent(id, bridge);
  if (event === null) throw new Problem(`${id} is gone; was the database replaced meanwhile?`);
  print(showEvent(event));
  if (isWell(event)) return 0;
  throw new Problem(`${id} did not end well: see above; the running service goes on with what waits`);
}

export function receive(connection: string, file: string, options: ReceiveOptions): Promise<number> {
  return withAnyBridge(readSettings(), async (bridge, { config }) => {
    checkConnection(connection, bridge);
    const raw = readPayload(file);
    if (options.dryRun !== true) return receiveFile(connection, file, raw, config.receiving.maxDepth, bridge);
    const result = await dryRun(connection, raw, bridge);
    print(showDryRun(result));
    if (result.kind === 'decided') return 0;
    throw new Problem(`${file} could not be decided now: ${result.why}; look with: deskbridge doctor`);
  });
}

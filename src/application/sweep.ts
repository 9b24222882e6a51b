// Repairs what webhooks lost: compares linked issues and changed conversations with what is known, and adds events.
import type { ConversationPart } from '../domain/conversation.ts';
import type { BridgeEvent } from '../domain/event.ts';
import { readNoteAsk } from '../domain/note-ask.ts';
import { readNoteCommand } from '../domain/note-command.ts';
import { prefixesOf } from '../domain/workflow/workflow-of.ts';
import { type ConversationRef, conversationLane, type IssueRef, issueLane, UNKNOWN_ACTOR } from '../domain/refs.ts';
import type { Bridge } from './bridge.ts';
import { errorForLog } from './error-for-log.ts';
import type { Connection } from './ports.ts';
import { recordOwnEvent } from './record-own-event.ts';

export interface SweepReport {
  readonly issuesChecked: number;
  readonly conversationsChecked: number;
  /** Differences that were fed in as events. */
  readonly repaired: number;
  /** Connections that could not be asked, with why. */
  readonly failed: readonly string[];
}

const PAGE = 100;
// The vendors' search lags and pages can shift: looking back twice costs calls, missing costs trust.
const OVERLAP_MS = 10 * 60_000;
const MAX_CONVERSATIONS = 500;

interface Tally {
  issues: number;
  conversations: number;
  repaired: number;
}

async function feed(lane: string, connection: string, key: string, event: BridgeEvent, tally: Tally, bridge: Bridge) {
  const result = await recordOwnEvent({ connection, lane, key, event }, bridge);
  if (result.kind !== 'recorded') return;
  tally.repaired++;
  bridge.telemetry.count('deskbridge_sweep_repairs_total', { connection });
}

/** An issue whose time of change is not the one we told about is read again; so is one that can't be seen any more. */
async function sweepIssues(connection: Extract<Connection, { kind: 'jira' }>, tally: Tally, bridge: Bridge) {
  let after = '';
  for (;;) {
    const ids = await bridge.ledger.links.linkedIssues(connection.name, after, PAGE);
    if (ids.length === 0) return;
    const updates = await connection.issues.readUpdates(ids);
    for (const issueId of ids) {
      tally.issues++;
      const ref: IssueRef = { connection: connection.name, issueId };
      const update = updates.find((candidate) => candidate.issueId === issueId);
      const known = await bridge.ledger.memory.issue(ref);
      if (update !== undefined && known?.state === 'seen' && update.updatedAt <= known.told.updatedAt) continue;
      if (update === undefined && known !== null && known.state !== 'seen') continue;
      const pointer = { ...ref, key: known?.told.key ?? null };
      const at = update?.updatedAt ?? bridge.now();
      const event: BridgeEvent = {
        kind: 'issue_observed',
        issue: pointer,
        by: UNKNOWN_ACTOR,
        at,
        conversationUrls: [],
      };
      // A missing issue is looked at once an hour, a changed one once for each change.
      const version = update === undefined ? `missing:${Math.floor(bridge.now() / 3_600_000)}` : String(at);
      await feed(issueLane(ref), connection.name, `sweep:${issueId}:${version}`, event, tally, bridge);
    }
    after = ids.at(-1) ?? after;
  }
}

function asksSomething(part: ConversationPart, bridge: Bridge): boolean {
  if (part.kind !== 'note' || part.author.kind !== 'person') return false;
  const ask = readNoteAsk(part.body, bridge.rules().trackerSites, prefixesOf(bridge.rules()));
  return ask.addressed || ask.issues.length > 0 || readNoteCommand(part.body, bridge.rules()) !== null;
}

/** Notes that no webhook brought: each is an event of its own, known by the id of its part. */
async function sweepConversation(ref: ConversationRef, since: number, tally: Tally, bridge: Bridge) {
  const connection = bridge.connections.get(ref.connection);
  if (connection?.kind !== 'intercom') return;
  const reading = await connection.conversations.read(ref.conversationId);
  tally.conversations++;
  if (reading.state === 'missing') return;
  const asking = reading.value.parts.filter((part) => part.createdAt >= since && asksSomething(part, bridge));
  if (asking.length === 0) return;
  const received = await bridge.ledger.events.ofLanes([conversationLane(ref)], PAGE);
  for (const part of asking) {
    if (received.some((stored) => Buffer.from(stored.body).includes(`"${part.id}"`))) continue;
    const event: BridgeEvent = { kind: 'conversation_noted', conversation: ref, part, at: part.createdAt };
    const key = `part:${ref.conversationId}:${part.id}`;
    await feed(conversationLane(ref), ref.connection, key, event, tally, bridge);
  }
}

async function sweepConversations(connection: Extract<Connection, { kind: 'intercom' }>, tally: Tally, bridge: Bridge) {
  const name = `conversations:${connection.name}`;
  const cursor = Number((await bridge.ledger.upkeep.cursor(name)) ?? bridge.now());
  const since = cursor - OVERLAP_MS;
  const changed = await connection.conversations.changedSince(since, MAX_CONVERSATIONS);
  for (const { conversationId } of changed) {
    // One after another: the sweep must not take the rate limit away from notes.
    await sweepConversation({ connection: connection.name, conversationId }, since, tally, bridge);
  }
  const full = changed.length >= MAX_CONVERSATIONS;
  const next = full ? (changed.at(-1)?.updatedAt ?? cursor) + OVERLAP_MS : bridge.now();
  await bridge.ledger.upkeep.setCursor(name, String(next));
}

/** Checks everything once. A connection that fails is reported and does not stop the others. */
export async function sweep(bridge: Bridge): Promise<SweepReport> {
  const tally: Tally = { issues: 0, conversations: 0, repaired: 0 };
  const failed: string[] = [];
  const logged: string[] = [];
  for (const connection of bridge.connections.values()) {
    if (bridge.pauses.isPaused(connection.name)) {
      failed.push(`${connection.name}: paused`);
      logged.push(`${connection.name}: paused`);
      continue;
    }
    try {
      if (connection.kind === 'jira') await sweepIssues(connection, tally, bridge);
      else await sweepConversations(connection, tally, bridge);
    } catch (error) {
      failed.push(`${connection.name}: ${error instanceof Error ? error.message : String(error)}`);
      logged.push(`${connection.name}: ${errorForLog(error)}`);
    }
  }
  const report = {
    issuesChecked: tally.issues,
    conversationsChecked: tally.conversations,
    repaired: tally.repaired,
    failed,
  };
  bridge.telemetry.log(failed.length === 0 ? 'info' : 'warn', 'sweep.finished', { ...report, failed: logged });
  return report;
}

// Reads what a command in a note is about.
import type { ConversationNoted } from '../domain/event.ts';
import type { IssueSnapshot } from '../domain/issue.ts';
import type { Link } from '../domain/link.ts';
import type { AskedIssue, NoteAsk } from '../domain/note-ask.ts';
import { readNoteCommand } from '../domain/note-command.ts';
import type { ConversationFacts } from '../domain/plan/facts.ts';
import type { Bridge } from './bridge.ts';
import { issuesOf } from './connected.ts';
import { gatherDetails, knownIssues } from './gather-dialogs.ts';

/** The issues that a note names for linking: of a command only those of `/link`, else what the note asks. */
export function issuesNamed(event: ConversationNoted, ask: NoteAsk, bridge: Bridge): readonly AskedIssue[] {
  const command = readNoteCommand(event.part.body, bridge.rules());
  if (command === null) return ask.issues;
  return command.kind === 'link' && command.unread.length === 0 ? command.issues : [];
}

/** Issues of links as they are now, by link id; those that can't be seen are left out. */
async function readLinked(links: readonly Link[], bridge: Bridge): Promise<ConversationFacts['issues']> {
  const entries = await Promise.all(
    links.map(async ({ id, issue }): Promise<readonly [string, IssueSnapshot][]> => {
      const reading = await issuesOf(bridge, issue.connection).read(issue.issueId);
      return reading.state === 'found' ? [[id, reading.value]] : [];
    }),
  );
  return Object.fromEntries(entries.flat());
}

/** Nothing for a note without a command. Throws VendorError. */
export async function gatherNoteCommand(
  event: ConversationNoted,
  facts: ConversationFacts,
  bridge: Bridge,
): Promise<Partial<ConversationFacts>> {
  const command = facts.ours ? null : readNoteCommand(event.part.body, bridge.rules());
  const active = facts.links.filter(({ unlinkedAt }) => unlinkedAt === null);
  if (command?.kind === 'status') return { issues: await readLinked(active, bridge) };
  if (command?.kind === 'remind') return { issues: await knownIssues(active, bridge) };
  if (command?.kind !== 'unlink') return {};
  const issues = await knownIssues(active, bridge);
  return { issues, details: await gatherDetails(event.conversation, Object.values(issues), 'unlinked', bridge) };
}

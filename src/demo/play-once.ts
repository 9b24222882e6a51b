// Plays the main job by itself and says line by line what happened.
import type { Part } from '../simulators/intercom/index.ts';
import { dialogUrl } from './sample-data.ts';
import type { Demo } from './start-demo.ts';

const STEP_MS = 15_000;

/** Waits for what a step should bring. Throws with the name of the step when it does not come. */
async function expectSoon<T>(step: string, look: () => T | null | undefined | false): Promise<T> {
  const end = Date.now() + STEP_MS;
  for (;;) {
    const found = look();
    if (found !== null && found !== undefined && found !== false) return found;
    if (Date.now() > end) throw new Error(`Step failed: ${step} (waited ${STEP_MS / 1000} s)`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

function textOf(html: string): string {
  return html
    .replace(/<br\s*\/?>|<\/p>|<\/blockquote>|<\/li>/g, '\n')
    .replace(/<[^>]+>/g, '')
    .replaceAll('&amp;', '&')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replace(/\n+/g, '\n')
    .trim();
}

interface Stage {
  readonly demo: Demo;
  readonly conversationId: string;
  readonly say: (line: string) => void;
}

function bridgeNotes({ demo, conversationId }: Stage): Part[] {
  const parts = demo.intercom.state.conversations.get(conversationId)?.parts ?? [];
  return parts.filter((part) => part.partType === 'note' && part.author.id === '900');
}

async function expectNote(stage: Stage, step: string, words: readonly string[]): Promise<void> {
  const since = Date.now();
  const note = await expectSoon(step, () =>
    bridgeNotes(stage).find((part) => words.every((word) => textOf(part.body ?? '').includes(word))),
  );
  stage.say(`  the dialog got a note after ${Date.now() - since} ms:`);
  for (const line of textOf(note.body ?? '').split('\n')) stage.say(`    | ${line}`);
}

async function createIncident(stage: Stage): Promise<string> {
  const { demo, conversationId, say } = stage;
  const url = dialogUrl(demo.intercom, conversationId);
  const { key } = demo.jira.createIssue({
    project: 'SUP',
    type: 'Bug',
    summary: 'Report does not open',
    description: `A customer waits: ${url}`,
  });
  say(`Support creates ${key} with the link to the dialog in its description.`);
  await expectNote(stage, 'the dialog learns that it is linked', [key]);
  const { state } = demo.jira;
  const issue = state.issues.get(state.keys.get(key) ?? '');
  await expectSoon('the issue links back to the dialog', () => (issue?.remoteLinks.length ?? 0) > 0);
  say(`  ${key} links back to the dialog.`);
  return key;
}

async function tellOperatorToDeveloper(stage: Stage, key: string): Promise<void> {
  const { demo, conversationId, say } = stage;
  demo.intercom.teammateNotes({ conversationId, body: '<p>jira: The customer uses Firefox 140.</p>' });
  say('The operator writes an internal note: "jira: The customer uses Firefox 140."');
  const { state } = demo.jira;
  const issue = state.issues.get(state.keys.get(key) ?? '');
  await expectSoon('the note becomes a comment', () => JSON.stringify(issue?.comments ?? []).includes('Firefox 140'));
  say(`  ${key} got it as a comment, with the operator's name.`);
}

interface TracedOutcome {
  readonly outcome: string;
}

/** Asks the bridge itself until every event about the issue has ended. */
async function expectSettled({ demo }: Stage, key: string): Promise<readonly TracedOutcome[]> {
  const end = Date.now() + STEP_MS;
  for (;;) {
    const answer = await fetch(`${demo.bridgeUrl}/api/v1/events?q=${key}`, {
      headers: { authorization: `Bearer ${demo.bridgeToken}` },
    });
    const { events } = (await answer.json()) as { events: readonly TracedOutcome[] };
    if (events.every(({ outcome }) => outcome === 'done' || outcome === 'ignored')) return events;
    if (Date.now() > end) throw new Error(`Step failed: every event about ${key} ends`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Throws with the step that failed. */
export async function playOnce(demo: Demo, say: (line: string) => void): Promise<void> {
  const written = demo.intercom.customerWrites({
    name: 'Maria Ivanova',
    body: '<p>The monthly report does not open.</p>',
  });
  const conversationId = written.conversationId ?? '';
  const stage: Stage = { demo, conversationId, say };
  say('A customer writes: "The monthly report does not open."');
  const key = await createIncident(stage);
  await tellOperatorToDeveloper(stage, key);
  demo.intercom.teammateCloses({ conversationId });
  say('The operator closes the dialog and goes on with others.');
  demo.jira.addComment({ issue: key, body: 'Found it: the template was renamed. The fix is on its way.' });
  say(`A developer comments on ${key}.`);
  await expectNote(stage, 'the comment arrives in the dialog', ['the template was renamed']);
  demo.jira.transitionIssue({ issue: key, to: 'Done', resolution: 'Done' });
  say(`A developer moves ${key} to Done.`);
  await expectNote(stage, 'the change of status arrives in the dialog', ['To Do → Done']);
  await expectSoon('the dialog reopens', () => demo.intercom.state.conversations.get(conversationId)?.state === 'open');
  say('  the dialog is open again: the operator can tell the customer.');
  const events = await expectSettled(stage, key);
  const byOutcome = Map.groupBy(events, (event) => event.outcome);
  const counted = [...byOutcome].map(([outcome, list]) => `${list.length} ${outcome}`).join(', ');
  say(`The bridge can account for every event about ${key}: ${counted}.`);
}

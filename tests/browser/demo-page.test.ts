// The demo's page as a visitor meets it: in a real browser, with the real bridge behind it.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startBrowser, WITHOUT_CHROMIUM } from '../support/browser.ts';
import { buildDemoPage, type DemoStack, startDemoStack } from '../support/demo-stack.ts';

/** "Within a second or two", with room for a busy machine. */
const SOON = { timeout: 5000 };
const DONE = '10002';
const PAGE_CHECKS = join(import.meta.dirname, '../support/page-checks.js');

interface Focus {
  readonly name: string;
  readonly visible: boolean;
  readonly isBody: boolean;
}

const dialogItem = (page: Page, stack: DemoStack, place: number) =>
  page.locator(`[data-dialog="${stack.seeded.dialogIds[place]}"]`);
const card = (page: Page, key: string) => page.locator(`[data-issue="${key}"]`);
const bridgeNotes = (page: Page) => page.locator('[data-kind="bridge_note"]');

describe.skipIf(WITHOUT_CHROMIUM !== '')(`the demo's page${WITHOUT_CHROMIUM}`, () => {
  let pageDir: string;
  let browser: Browser;
  let stack: DemoStack;
  let page: Page;
  let complaints: string[];

  async function openPage(viewport = { width: 1280, height: 800 }): Promise<Page> {
    const context = await browser.newContext({ viewport });
    await context.addInitScript({ path: PAGE_CHECKS });
    const opened = await context.newPage();
    opened.on('pageerror', (error) => complaints.push(error.message));
    opened.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    await opened.goto(stack.url);
    // The sample data's three links have been made when each of these dialogs has its first note.
    await opened.locator('.card .linked-fact').nth(2).waitFor();
    await bridgeNotes(opened).first().waitFor();
    return opened;
  }

  beforeAll(async () => {
    pageDir = mkdtempSync(join(tmpdir(), 'demo-page-'));
    [browser] = await Promise.all([startBrowser(), buildDemoPage(pageDir)]);
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(pageDir, { recursive: true, force: true });
  });
  beforeEach(async () => {
    complaints = [];
    stack = await startDemoStack({ pageDir, locale: 'en' });
    page = await openPage();
  });
  afterEach(async () => {
    await page?.context().close();
    await stack?.close();
  });

  test('when a card is dragged to Done, the note appears in its dialog with what the bridge did and why', async () => {
    const before = await bridgeNotes(page).count();
    await card(page, 'SUP-1').dragTo(page.locator(`[data-status="${DONE}"]`));
    const note = bridgeNotes(page).nth(before);
    await note.waitFor(SOON);
    expect(await note.textContent()).toContain('In Progress → Done');
    expect(await page.evaluate('pageChecks.readBackground(".part.bridge_note")')).toBe('rgb(255, 246, 217)');
    const row = page.locator('.event-row', { hasText: 'SUP-1 was changed' }).first();
    await row.locator('.delivery.delivered', { hasText: 'Note' }).waitFor(SOON);
    expect(await row.textContent()).toMatch(/The dialogs were told/);
    expect(await row.textContent()).toMatch(/\d+ ms/);
    expect(await page.locator('.step.done').count()).toBe(1);
    expect(complaints).toEqual([]);
  });

  test('when a status that the workflow does not lead to is the target, the card stays where it was', async () => {
    await card(page, 'SUP-3').dragTo(page.locator('[data-status="10003"]'));
    expect(await page.locator('[data-status="10001"] [data-issue="SUP-3"]').count()).toBe(1);
    expect(await page.locator('.column.forbidden').count()).toBe(0);
  });

  test('when a card is moved with the keyboard alone, its closed dialog is seen to open again', async () => {
    expect(await dialogItem(page, stack, 1).textContent()).toContain('Closed');
    const menu = page.getByLabel('Move SUP-2 to');
    await menu.focus();
    await page.keyboard.type('Done');
    await dialogItem(page, stack, 1).locator('.badge.reopened').waitFor(SOON);
    expect(await dialogItem(page, stack, 1).getAttribute('class')).toContain('flash');
    await dialogItem(page, stack, 1).locator('.badge.news').waitFor(SOON);
    await dialogItem(page, stack, 1).press('Enter');
    await page.locator('.part.event.opened').waitFor(SOON);
    expect(await dialogItem(page, stack, 1).locator('.badge.news').count()).toBe(0);
  });

  test('when a note begins with jira:, it becomes a comment that the card shows as from support', async () => {
    await page.locator('.beginning').click();
    await page.keyboard.type('is it live yet?');
    await page.keyboard.press('Enter');
    await card(page, 'SUP-1').locator('.card-open').press('Enter');
    const comment = page.locator('.comment.support');
    await comment.waitFor(SOON);
    expect(await comment.textContent()).toContain('is it live yet?');
    expect(await comment.textContent()).toContain('Anna Petrova');
  });

  test('when a developer comments, the dialog gets the text; Escape leads back to the card', async () => {
    await card(page, 'SUP-1').locator('.card-open').click();
    await page.getByLabel('Comment as the developer').fill('Fixed, live in an hour <b>&</b>');
    await page.getByRole('button', { name: 'Comment', exact: true }).click();
    const note = bridgeNotes(page).filter({ hasText: 'Fixed, live in an hour <b>&</b>' });
    await note.waitFor(SOON);
    await page.keyboard.press('Escape');
    await page.locator('.columns').waitFor();
    await card(page, 'SUP-1').locator('.card-open:focus').waitFor();
  });

  test('when priority and assignee change, the dialog is told of both', async () => {
    await card(page, 'SUP-1').locator('.card-open').click();
    await page.getByLabel('Priority').selectOption('Blocker');
    await page.getByLabel('Assignee').selectOption('Max Weber');
    await bridgeNotes(page).filter({ hasText: 'Critical → Blocker' }).waitFor(SOON);
    await bridgeNotes(page).filter({ hasText: 'Olga Sokolova → Max Weber' }).waitFor({ timeout: 10_000 });
  });

  test('when a new issue holds the dialog’s link, the bridge links them by itself', async () => {
    await dialogItem(page, stack, 3).click();
    expect(await page.locator('.linked').textContent()).toBe('No issue linked');
    await page.getByRole('button', { name: 'New issue with this dialog’s link' }).click();
    await page.getByRole('button', { name: 'Create issue' }).click();
    await page.locator('.issue-chip', { hasText: 'SUP-5' }).waitFor(SOON);
    await bridgeNotes(page).filter({ hasText: 'Linked to this conversation' }).waitFor(SOON);
  });

  test('when the customer writes to a closed dialog, it opens; closing it shows too', async () => {
    await dialogItem(page, stack, 1).click();
    await page.getByText('Customer', { exact: true }).locator('visible=true').last().click();
    await page.getByPlaceholder('Write as Peter Novak').fill('Any <news>?');
    await page.getByRole('button', { name: 'Send' }).click();
    await page.locator('.part.customer', { hasText: 'Any <news>?' }).waitFor(SOON);
    await dialogItem(page, stack, 1).locator('.badge.reopened').waitFor(SOON);
    await page.getByRole('button', { name: 'Close dialog' }).click();
    await dialogItem(page, stack, 1).locator('.badge.closed').waitFor(SOON);
  });

  test('when a link in a note leads to an issue, a dialog or a delivery of the demo, the page opens it itself', async () => {
    await bridgeNotes(page).first().getByRole('link', { name: 'SUP-1' }).click();
    await page.locator('#issue-title', { hasText: 'SUP-1' }).waitFor();
    await bridgeNotes(page).first().getByRole('link', { name: 'history' }).click();
    await page.locator('.delivery.marked').waitFor();
    await dialogItem(page, stack, 2).click();
    await page.locator('.issue .plain a').first().click();
    await page.locator('#dialog-title', { hasText: 'Card payment' }).waitFor();
    expect(page.context().pages()).toHaveLength(1);
  });

  test('when a message holds dangerous HTML, the page builds none of it', async () => {
    const { intercom } = stack.demo;
    const [conversationId = ''] = stack.seeded.dialogIds;
    const conversation = intercom.state.conversations.get(conversationId);
    expect(conversation).toBeDefined();
    const evil =
      '<img src=x onerror="window.evil=1"><a href="javascript:window.evil=1">here</a><b onclick="x">bold</b>';
    // Past the simulator's own cleaning.
    if (conversation !== undefined) conversation.source.body = evil;
    await page.reload();
    const first = page.locator('.part.customer').first();
    await first.getByText('bold').waitFor();
    expect(await first.locator('.rich').innerHTML()).toBe('here<b>bold</b>');
    expect(await page.evaluate('"evil" in window')).toBe(false);
  });

  test('when something cannot be done, the page says why', async () => {
    await page.route('**/demo/act', (route) =>
      route.continue({ postData: JSON.stringify({ do: 'move', issue: 'SUP-3', status: '10003' }) }),
    );
    await page.getByLabel('Move SUP-1 to').selectOption(DONE);
    const notice = page.locator('.problems');
    await notice.getByText('SUP-3 cannot go to 10003').waitFor(SOON);
    await notice.getByRole('button', { name: 'Close' }).click();
    expect(await notice.textContent()).toBe('');
  });

  test('when the stream of news is not to be had, the page asks every second', async () => {
    await page.route('**/demo/stream', (route) => route.abort());
    await page.reload();
    await bridgeNotes(page).first().waitFor();
    stack.demo.jira.addComment({ issue: 'SUP-1', body: 'seen without a stream' });
    await bridgeNotes(page).filter({ hasText: 'seen without a stream' }).waitFor(SOON);
  });

  test('when the language is switched, the page speaks it at once and after a reload', async () => {
    await page.getByText('RU', { exact: true }).click();
    await page.getByRole('heading', { name: 'Входящие' }).waitFor();
    await page.reload();
    await page.getByRole('heading', { name: 'Что сделал мост и почему' }).waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('ru');
    // The bridge's reasons come in the page's language too.
    await page.getByText('Диалог связан с задачей').first().waitFor(SOON);
  });

  test('when anything is asked for its name or its contrast, it has enough of both', async () => {
    await card(page, 'SUP-1').dragTo(page.locator(`[data-status="${DONE}"]`));
    await page.locator('.event-row', { hasText: 'SUP-1 was changed' }).first().waitFor(SOON);
    await page.getByLabel('Show events without consequences').check();
    await page.waitForTimeout(3000);
    expect(await page.evaluate('pageChecks.findNameless()')).toEqual([]);
    expect(await page.evaluate('pageChecks.findContrastProblems()')).toEqual([]);
    await card(page, 'SUP-1').locator('.card-open').click();
    await page.locator('#issue-title').waitFor();
    await page.waitForTimeout(500);
    expect(await page.evaluate('pageChecks.findNameless()')).toEqual([]);
    expect(await page.evaluate('pageChecks.findContrastProblems()')).toEqual([]);
    // The checks themselves bite.
    await page.addStyleTag({ content: 'h1 { color: #999 }' });
    expect(await page.evaluate('pageChecks.findContrastProblems()')).toHaveLength(1);
  });

  test('when Tab is pressed, every stop shows where the focus is', async () => {
    const seen: string[] = [];
    for (let stop = 0; stop < 40; stop += 1) {
      await page.keyboard.press('Tab');
      const focused = await page.evaluate<Focus>('pageChecks.describeFocus()');
      if (focused.isBody) break;
      seen.push(focused.name);
      expect(focused, focused.name).toMatchObject({ visible: true });
    }
    expect(seen.length).toBeGreaterThan(15);
  });

  test('when the window is wide or narrow, nothing sticks out to the side', async () => {
    for (const width of [1440, 1280, 1024, 800, 390]) {
      await page.setViewportSize({ width, height: 800 });
      expect(await page.evaluate('pageChecks.measureOverflow()'), `${width} wide`).toBeLessThanOrEqual(0);
    }
  });
});

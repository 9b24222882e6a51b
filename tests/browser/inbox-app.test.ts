// The inbox app as an operator meets it: in a real browser, beside a dialog, with the real bridge behind it.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startBrowser, WITHOUT_CHROMIUM } from '../support/browser.ts';
import { buildDemoPage, type DemoStack, startDemoStack } from '../support/demo-stack.ts';

// PICTURES names a folder for pictures of the screens: `npm run pictures` makes those of the operators' guide anew.
const PICTURES = process.env['PICTURES'];
const SOON = { timeout: 8000 };
const REQUIRED = 'customfield_10101';

describe.skipIf(WITHOUT_CHROMIUM !== '')(`the inbox app in a browser${WITHOUT_CHROMIUM}`, () => {
  let pageDir: string;
  let browser: Browser;
  let stack: DemoStack;
  let page: Page;
  let complaints: string[];

  const app = (): Locator => page.locator('.app');
  const button = (name: string): Locator => app().locator(`[data-press^="${name}"]`).first();

  /** Waits until the app has answered. */
  async function settled(): Promise<void> {
    await page.locator('.app[data-idle="true"] .canvas').waitFor(SOON);
  }

  async function press(name: string): Promise<void> {
    await button(name).click();
    await settled();
  }

  async function type(id: string, text: string): Promise<void> {
    await app().locator(`[id="canvas-${id}"]`).fill(text);
  }

  async function picture(name: string): Promise<void> {
    if (PICTURES === undefined) return;
    mkdirSync(PICTURES, { recursive: true });
    const box = await app().locator('.canvas').boundingBox();
    if (box === null) throw new Error('the app shows no canvas');
    const clip = { x: box.x - 14, y: box.y - 12, width: box.width + 28, height: box.height + 26 };
    await page.screenshot({ path: join(PICTURES, `${name}.png`), clip });
  }

  async function openDialog(place: number): Promise<void> {
    await page.locator(`[data-dialog="${stack.seeded.dialogIds[place]}"]`).click();
    await settled();
  }

  async function start(locale: 'en' | 'ru'): Promise<void> {
    stack = await startDemoStack({ pageDir, locale });
    const context = await browser.newContext({ viewport: { width: 1280, height: 1500 }, deviceScaleFactor: 1.5 });
    page = await context.newPage();
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    await page.goto(`${stack.url}?view=app&lang=${locale}`);
    // The sample data's three links have been made when the last of their dialogs has its note.
    await expect.poll(() => stack.demo.jira.state.issues.size, SOON).toBeGreaterThan(3);
    await page.locator('.dialog-item .key').nth(2).waitFor(SOON);
    await settled();
    await page.locator('.app-reopen').click();
    await settled();
  }

  /** Opens the form for a payment problem in the dialog that no issue is linked to. */
  async function openForm(): Promise<void> {
    await openDialog(3);
    await press('create:payment');
  }

  beforeAll(async () => {
    pageDir = mkdtempSync(join(tmpdir(), 'inbox-app-'));
    [browser] = await Promise.all([startBrowser(), buildDemoPage(pageDir)]);
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(pageDir, { recursive: true, force: true });
  });
  beforeEach(() => {
    complaints = [];
  });
  afterEach(async () => {
    await page?.context().close();
    await stack?.close();
  });

  test('when a required choice of forty values is missing, then the form says so, and what was typed stays until the issue exists', async () => {
    await start('en');
    await openForm();
    await picture('create-form');
    await type('field:summary', 'Export stops at a thousand rows, again');
    await press('submit');
    expect(await app().innerText()).toMatch(/required/i);
    expect(await app().locator('[id="canvas-field:summary"]').inputValue()).toBe(
      'Export stops at a thousand rows, again',
    );
    await picture('create-error');
    await press(`choose:${REQUIRED}`);
    await picture('choose-value');
    await type('search', '37');
    await press('search');
    await press(`pick:${REQUIRED}`);
    expect(await app().locator('[id="canvas-field:summary"]').inputValue()).toBe(
      'Export stops at a thousand rows, again',
    );
    await press('preview');
    await picture('what-crosses');
    await press('submit');
    await expect.poll(() => app().innerText(), SOON).toMatch(/PAY-\d+/);
    await picture('created');
    const created = [...stack.demo.jira.state.issues.values()].filter((issue) => issue.key.startsWith('PAY-'));
    expect(created.map((issue) => issue.summary)).toEqual(['Export stops at a thousand rows, again']);
    await expect.poll(() => page.locator('.thread').innerText(), SOON).toMatch(/PAY-\d+/);
    expect(complaints).toEqual([]);
  });

  test('when an existing issue is found, then it can be linked, and unlinked after a question', async () => {
    await start('en');
    await openDialog(3);
    await picture('home-empty');
    await press('find');
    await type('search', 'CSV');
    await press('search');
    await picture('find');
    await press('link:');
    await expect.poll(() => app().innerText(), SOON).toContain('SUP-4');
    await press('unlink:');
    await picture('unlink');
    await press('unlink_yes:');
    await page.locator('.app-reopen').click();
    await settled();
    expect(await app().innerText()).not.toContain('SUP-4');
    await expect.poll(() => page.locator('.thread').innerText(), SOON).toContain('Unlinked');
    expect(complaints).toEqual([]);
  });

  test('when an operator promises to come back and asks the developers, then both are seen', async () => {
    await start('en');
    await picture('home');
    await press('comment:');
    await type('text', 'The customer needs the order by Friday.');
    await picture('comment');
    await press('send:');
    const comments = () => [...stack.demo.jira.state.issues.values()].flatMap((issue) => issue.comments);
    await expect.poll(() => comments().some((one) => JSON.stringify(one.body).includes('by Friday')), SOON).toBe(true);
    await press('remind:');
    await picture('remind');
    await press('remind_in:');
    await expect.poll(() => app().innerText(), SOON).toMatch(/remind/i);
    await picture('home-promise');
    expect(complaints).toEqual([]);
  });

  test('when the issue is known already, then it is offered before another one is created', async () => {
    await start('en');
    await openDialog(3);
    await press('create:incident');
    await expect.poll(() => app().innerText(), SOON).toContain('SUP-4');
    await picture('alike');
    await press('link:');
    await expect.poll(() => app().innerText(), SOON).toContain('1 linked issue');
    expect(stack.demo.jira.state.issues.size).toBe(4);
    expect(complaints).toEqual([]);
  });

  test('when Jira is slow to create, then the operator is told so and sees the issue later', async () => {
    await start('en');
    await openDialog(3);
    await press('create:wish');
    stack.demo.jira.faults.add({ kind: 'latency', ms: 6000, method: 'POST', path: '/issue$' });
    await button('submit').click();
    await expect.poll(() => app().innerText(), SOON).toMatch(/still/i);
    await settled();
    await picture('still-creating');
    await expect
      .poll(() => [...stack.demo.jira.state.issues.values()].some(({ key }) => key.startsWith('IDEAS-')), SOON)
      .toBe(true);
    await expect.poll(() => page.locator('.thread').innerText(), SOON).toMatch(/IDEAS-\d+/);
    await press('wait');
    expect(await app().innerText()).toMatch(/IDEAS-\d+/);
    expect(complaints).toEqual([]);
  });

  test('when the operator reads Russian, then every screen is Russian', async () => {
    await start('ru');
    await picture('home.ru');
    await openForm();
    await picture('create-form.ru');
    expect(await app().innerText()).toMatch(/[а-я]/i);
    expect(await app().innerText()).not.toMatch(/\b(Summary|Description|Back|Create)\b/);
    await press('home');
    await press('find');
    await picture('find.ru');
    expect(complaints).toEqual([]);
  });
});

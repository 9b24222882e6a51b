// Starts the system's Chromium for tests of pages; where there is none, tests say so by name.
import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const CHROMIUM_PATH = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';

/** Why tests with a browser can't run here, as part of their name; empty when they can. */
export const WITHOUT_CHROMIUM = existsSync(CHROMIUM_PATH)
  ? ''
  : ` (skipped: no Chromium at ${CHROMIUM_PATH}, set CHROMIUM_PATH)`;

/** A browser that calls nobody but the pages under test. */
export function startBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: CHROMIUM_PATH,
    args: [
      '--no-sandbox',
      '--disable-background-networking',
      '--disable-component-update',
      '--no-first-run',
      '--disable-sync',
      '--disable-gpu',
    ],
  });
}

// `npm run demo`: a support inbox, a small Jira board, and the real bridge between them, on this machine alone.
import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import express from 'express';
import { createDemoRoutes } from './page-server.ts';
import { playOnce } from './play-once.ts';
import { seedDemo } from './sample-data.ts';
import { findPort, startDemo } from './start-demo.ts';

const PAGE_DIR = join(import.meta.dirname, '../../dist/demo-page');
const PORTS = { bridge: 8080, jira: 9101, intercom: 9102, page: 9100 };
const ANY_PORT = { bridge: 0, jira: 0, intercom: 0 };

const { values: flags } = parseArgs({
  options: {
    once: { type: 'boolean', default: false },
    locale: { type: 'string', default: 'en' },
  },
});
const locale = flags.locale === 'ru' ? 'ru' : 'en';

async function runOnce(): Promise<void> {
  const demo = await startDemo({ locale: 'en', ports: ANY_PORT });
  try {
    await playOnce(demo, (line) => console.log(line));
    console.log('Well done: every step happened.');
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  } finally {
    await demo.stop();
  }
}

async function buildPage(): Promise<void> {
  if (existsSync(join(PAGE_DIR, 'index.html'))) return;
  console.log('Building the page (once, a few seconds) …');
  const { build } = await import('vite');
  await build({ configFile: join(import.meta.dirname, 'page/vite.config.ts'), logLevel: 'error' });
}

async function runUntilStopped(): Promise<void> {
  await buildPage();
  const demo = await startDemo({ locale, ports: PORTS });
  const { intercom, jira, bridgeUrl, bridgeToken, clientSecret } = demo;
  const page = express();
  page.use(createDemoRoutes({ intercom, jira, bridgeUrl, bridgeToken, clientSecret, pageDir: PAGE_DIR, locale }));
  const port = await findPort(PORTS.page);
  const server = createServer(page);
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  seedDemo(intercom, jira, locale);
  console.log(`
  Deskbridge demo is up. Open  http://127.0.0.1:${port}

  the page             http://127.0.0.1:${port}   (a support inbox and a Jira board, live)
  the bridge           ${bridgeUrl}   (API token: ${bridgeToken})
  simulated Jira       ${jira.url}
  simulated Intercom   ${intercom.url}

  Move a card or write a comment: the note appears in the dialog. Stop with Ctrl-C.
`);
  const stop = (): void => {
    server.closeAllConnections();
    server.close();
    demo.stop().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}

await (flags.once ? runOnce() : runUntilStopped());

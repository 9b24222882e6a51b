// The demo on free ports for tests of its page: the bridge, both simulated vendors, the sample data and the page.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import express from 'express';
import { build } from 'vite';
import { createDemoRoutes } from '../../src/demo/page-server.ts';
import { type SeededDemo, seedDemo } from '../../src/demo/sample-data.ts';
import { type Demo, startDemo } from '../../src/demo/start-demo.ts';

export interface DemoStack {
  /** Of the page. */
  readonly url: string;
  readonly demo: Demo;
  readonly seeded: SeededDemo;
  close(): Promise<void>;
}

/** Builds the page as it is now into a folder. */
export async function buildDemoPage(pageDir: string): Promise<void> {
  const configFile = join(import.meta.dirname, '../../src/demo/page/vite.config.ts');
  await build({ configFile, logLevel: 'error', build: { outDir: pageDir, emptyOutDir: true } });
}

/** Starts everything, as `npm run demo` does. */
export async function startDemoStack(options: {
  readonly pageDir: string;
  readonly locale: 'en' | 'ru';
}): Promise<DemoStack> {
  const { pageDir, locale } = options;
  const demo = await startDemo({ locale, ports: { bridge: 0, jira: 0, intercom: 0 } });
  const { intercom, jira, bridgeUrl, bridgeToken, clientSecret } = demo;
  const app = express();
  app.use(createDemoRoutes({ intercom, jira, bridgeUrl, bridgeToken, clientSecret, pageDir, locale }));
  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const seeded = seedDemo(intercom, jira, locale);
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    demo,
    seeded,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await demo.stop();
    },
  };
}

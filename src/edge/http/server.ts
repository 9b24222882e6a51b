// The HTTP server: webhooks straight on node:http, everything else through Express, which is loaded when first needed.
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Bridge } from '../../application/bridge.ts';
import type { InboxFormat } from '../../application/ports.ts';
import type { Metrics } from './health-routes.ts';
import { handleWebhook, type ReceivingLimits } from './webhook-endpoint.ts';
import { errorForLog } from '../../application/error-for-log.ts';

export interface ServerOptions {
  readonly host: string;
  readonly port: number;
  readonly apiToken: string | undefined;
  /** Asked for each request: the config may change. */
  readonly receiving: () => ReceivingLimits;
  readonly metrics: Metrics;
  /** Loaded with the first request of the inbox app. */
  readonly inboxFormat: () => Promise<InboxFormat>;
}

export interface RunningServer {
  readonly port: number;
  /** Stops listening and waits for answers under way. */
  close(): Promise<void>;
}

/** Loads a listener once, with the first request for it: start-up does not pay for it. */
function lazy(bridge: Bridge, load: () => Promise<RequestListener>): RequestListener {
  let loading: Promise<RequestListener> | null = null;
  return (request, response) => {
    loading ??= load();
    loading.then(
      (listener) => listener(request, response),
      (error: unknown) => {
        bridge.telemetry.log('error', 'http.app_failed', { error: errorForLog(error) });
        response.writeHead(500).end();
      },
    );
  };
}

function lazyApp(bridge: Bridge, options: ServerOptions): RequestListener {
  return lazy(bridge, async () => {
    const { createApp } = await import('./app.ts');
    return createApp(bridge, options) as unknown as RequestListener;
  });
}

function lazyInboxApp(bridge: Bridge, options: ServerOptions): RequestListener {
  return lazy(bridge, async () => {
    const [{ createInboxEndpoint }, format] = await Promise.all([
      import('./inbox-app-routes.ts'),
      options.inboxFormat(),
    ]);
    return createInboxEndpoint(bridge, format, options.receiving);
  });
}

/** Resolves when the server takes connections. Rejects when the address can't be used. */
export function startServer(bridge: Bridge, options: ServerOptions): Promise<RunningServer> {
  const app = lazyApp(bridge, options);
  const inboxApp = lazyInboxApp(bridge, options);
  const server: Server = createServer((request: IncomingMessage, response: ServerResponse) => {
    if (handleWebhook(request, response, bridge, options.receiving())) return;
    if (request.url?.startsWith('/inbox-app/')) inboxApp(request, response);
    else app(request, response);
  });
  // A sender that trickles its body can't hold a connection: vendors give up after some seconds themselves.
  server.requestTimeout = 30_000;
  server.headersTimeout = 10_000;
  server.keepAliveTimeout = 65_000;
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host, () => {
      resolve({
        port: (server.address() as AddressInfo).port,
        close: () =>
          new Promise((done) => {
            // A connection that is answered now stays open for the sender's next request: it is closed when it idles.
            const idle = setInterval(() => server.closeIdleConnections(), 20);
            server.close(() => {
              clearInterval(idle);
              done();
            });
            server.closeIdleConnections();
          }),
      });
    });
  });
}

// The HTTP server: webhooks straight on node:http, everything else through Express, which is loaded when first needed.
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Bridge } from '../../application/bridge.ts';
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
}

export interface RunningServer {
  readonly port: number;
  /** Stops listening and waits for answers under way. */
  close(): Promise<void>;
}

/** Loads Express once, on the first request that is no webhook: start-up does not pay for it. */
function lazyApp(bridge: Bridge, options: ServerOptions): RequestListener {
  let app: Promise<RequestListener> | null = null;
  return (request, response) => {
    app ??= import('./app.ts').then(({ createApp }) => createApp(bridge, options) as unknown as RequestListener);
    app.then(
      (listener) => listener(request, response),
      (error: unknown) => {
        bridge.telemetry.log('error', 'http.app_failed', { error: errorForLog(error) });
        response.writeHead(500).end();
      },
    );
  };
}

/** Resolves when the server takes connections. Rejects when the address can't be used. */
export function startServer(bridge: Bridge, options: ServerOptions): Promise<RunningServer> {
  const app = lazyApp(bridge, options);
  const server: Server = createServer((request: IncomingMessage, response: ServerResponse) => {
    if (!handleWebhook(request, response, bridge, options.receiving())) app(request, response);
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

// Everything that is not a webhook: the API, health, metrics, and the history page.
import express, { type Express } from 'express';
import helmet from 'helmet';
import type { Bridge } from '../../application/bridge.ts';
import { ApiError, answerError } from './api-errors.ts';
import { eventRoutes } from './event-routes.ts';
import { healthRoutes } from './health-routes.ts';
import { historyPage } from './history-page.ts';
import { linkRoutes } from './link-routes.ts';
import { requireToken } from './require-token.ts';
import type { ServerOptions } from './server.ts';
import { errorForLog } from '../../application/error-for-log.ts';

export function createApp(bridge: Bridge, options: ServerOptions): Express {
  const app = express();
  app.disable('x-powered-by');
  app.use(helmet({ contentSecurityPolicy: { directives: { 'style-src': ["'self'", "'unsafe-inline'"] } } }));
  app.use(healthRoutes(bridge, options.metrics));
  app.get('/history/:id', async (request, response) => {
    const { status, html } = await historyPage(request.params.id, bridge);
    response.status(status).type('html').send(html);
  });
  app.use('/api/v1', requireToken(options.apiToken), express.json({ limit: '1mb' }));
  app.use('/api/v1', linkRoutes(bridge), eventRoutes(bridge));
  app.use((request) => {
    throw new ApiError(
      404,
      'no_such_route',
      `There is no ${request.method} ${request.path}: see the HTTP section of the docs`,
    );
  });
  app.use(
    answerError((error) => {
      bridge.telemetry.log('error', 'http.failed', { error: errorForLog(error) });
    }),
  );
  return app;
}

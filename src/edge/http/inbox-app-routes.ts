// The inbox app's door: a signed request in, a screen out. Once the signature is right the answer is always 200.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Bridge } from '../../application/bridge.ts';
import { errorForLog } from '../../application/error-for-log.ts';
import { createInboxApp, type InboxApp } from '../../application/inbox-app/answer.ts';
import type { InboxAppAccess, InboxFormat } from '../../application/ports.ts';
import { freshMemory } from '../../domain/screen/memory.ts';
import type { Screen } from '../../domain/screen/screen.ts';
import { errorScreen } from '../../domain/screen/wait-screens.ts';
import { screenTextsOf } from '../../domain/texts/screen-texts.ts';
import { shapeOfJson } from '../../kit/json-shape.ts';
import { type ReceivingLimits, readBody } from './webhook-endpoint.ts';

export type InboxEndpoint = (request: IncomingMessage, response: ServerResponse) => void;

interface Desk {
  readonly bridge: Bridge;
  readonly app: InboxApp;
  readonly format: InboxFormat;
  readonly limits: () => ReceivingLimits;
}

const JSON_TYPE = 'application/json; charset=utf-8';

function answer(response: ServerResponse, status: number, type: string, text: string): void {
  response.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(text) });
  response.end(text);
}

function refuse(response: ServerResponse, status: number, text: string): void {
  answer(response, status, 'text/plain; charset=utf-8', text);
}

/** A screen for what no screen was made for; in the language of the config. */
function mistakeScreen(bridge: Bridge, reference: string | null, detail: string | null): Screen {
  const { locale, timezone } = bridge.rules();
  const message = screenTextsOf(locale).errors.unknown;
  const view = { message, detail, reference, again: { kind: 'home' } as const };
  return errorScreen(view, freshMemory(bridge.newId('ev')), { locale, timezone, now: bridge.now() });
}

/** The last guard: what the inbox would not take is replaced by a screen that says so, and logged. */
function written(screen: Screen, { bridge, format }: Desk): unknown {
  const { answer: canvas, problems } = format.write(screen);
  if (problems.length === 0) return canvas;
  const reference = bridge.newId('al');
  const shown = problems.slice(0, 10).map((problem) => problem.slice(0, 200));
  bridge.telemetry.log('error', 'inbox_app.invalid_canvas', { reference, screen: screen.name, problems: shown });
  return format.write(mistakeScreen(bridge, reference, null)).answer;
}

async function screenFor(raw: Buffer, name: string, flow: Flow, access: InboxAppAccess, desk: Desk): Promise<Screen> {
  const { bridge, app, format, limits } = desk;
  if (shapeOfJson(raw, limits().maxDepth) !== 'json') return mistakeScreen(bridge, null, 'The request is no JSON');
  const request = format.read(flow, JSON.parse(raw.toString('utf8')));
  if ('why' in request) return mistakeScreen(bridge, null, request.why);
  return app.answer(name, access.workspaceId, request);
}

type Flow = 'initialize' | 'submit';
const FLOWS: readonly string[] = ['initialize', 'submit'] satisfies Flow[];

async function handle(request: IncomingMessage, response: ServerResponse, desk: Desk): Promise<void> {
  const { bridge, limits } = desk;
  const startedAt = performance.now();
  const [path = ''] = (request.url ?? '').split('?', 1);
  const [, , name = '', flow = '', ...rest] = path.split('/');
  const connection = bridge.connections.get(name);
  if (connection?.kind !== 'intercom' || !FLOWS.includes(flow) || rest.length > 0) {
    refuse(response, 404, 'no such inbox app: /inbox-app/CONNECTION/initialize, and the same with submit');
    return;
  }
  if (request.method !== 'POST') {
    response.setHeader('allow', 'POST');
    refuse(response, 405, 'the inbox sends POST');
    return;
  }
  const raw = await readBody(request, limits().maxBytes.intercom);
  if (raw === null) {
    refuse(response, 413, 'the body is larger than receiving.intercomMaxBytes in the config');
    return;
  }
  if (!connection.inboxApp.verify(raw, request.headers)) {
    refuse(response, 401, 'the signature is not right: compare the client secret here and there');
    return;
  }
  const screen = await screenFor(raw, name, flow as Flow, connection.inboxApp, desk);
  answer(response, 200, JSON_TYPE, JSON.stringify(written(screen, desk)));
  const ms = performance.now() - startedAt;
  bridge.telemetry.time('deskbridge_inbox_app_seconds', ms, { flow, screen: screen.name });
  bridge.telemetry.log('info', 'inbox_app.answered', {
    connection: name,
    flow,
    screen: screen.name,
    ms: Math.round(ms),
  });
}

/** Answers requests of `/inbox-app/…`. */
export function createInboxEndpoint(bridge: Bridge, format: InboxFormat, limits: () => ReceivingLimits): InboxEndpoint {
  const desk = { bridge, format, limits, app: createInboxApp(bridge) };
  return (request, response) => {
    handle(request, response, desk).catch((error: unknown) => {
      const reference = bridge.newId('al');
      bridge.telemetry.log('error', 'inbox_app.failed', { reference, error: errorForLog(error) });
      if (response.headersSent) return;
      const { answer: canvas } = format.write(mistakeScreen(bridge, reference, null));
      answer(response, 200, JSON_TYPE, JSON.stringify(canvas));
    });
  };
}

// A teammate at the inbox app: sees canvases, types and presses as Intercom's inbox would send it.
import { createHmac } from 'node:crypto';
import { type CanvasAnswer, type CanvasComponent, canvasAnswer } from '../../src/adapters/canvas/canvas-schema.ts';
import type { World } from './world.ts';

type Values = Readonly<Record<string, unknown>>;

export interface InboxApp {
  /** What is shown now. */
  readonly canvas: CanvasAnswer['canvas'];
  /** What is shown now as a person reads it, a line for each text, label, item and value. */
  lines(): string[];
  /** Ids of everything that can be pressed. */
  buttons(): string[];
  component(id: string): CanvasComponent | undefined;
  /** Opens the app anew, as on every switch of the conversation. */
  open(): Promise<InboxApp>;
  /** Types `values` into the controls and presses a component. */
  press(id: string, values?: Values): Promise<InboxApp>;
  /** The same without taking over what is answered: as a second click that was under way already. */
  pressBlindly(id: string, values?: Values): Promise<CanvasAnswer['canvas']>;
}

export interface Seat {
  readonly conversationId: string;
  readonly connection?: string;
  readonly admin?: Readonly<Record<string, unknown>>;
  readonly secret?: string;
  /** Anything more for the body. */
  readonly body?: Readonly<Record<string, unknown>>;
}

export const ANNA = { type: 'admin', id: '901', name: 'Anna', email: 'anna@example.com' };

/** Headers of a body as Intercom signs it: HMAC-SHA256 in hex, without a prefix. */
export function inboxHeaders(body: string | Buffer, secret = 'intercom-secret'): Record<string, string> {
  return {
    'content-type': 'application/json',
    'x-body-signature': createHmac('sha256', secret).update(body).digest('hex'),
  };
}

export function postInbox(world: Pick<World, 'url'>, path: string, body: unknown, secret?: string): Promise<Response> {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return fetch(`${world.url}/inbox-app/${path}`, { method: 'POST', headers: inboxHeaders(text, secret), body: text });
}

/** What stands in the controls: all of it is sent with every press. */
function valuesOf(components: readonly CanvasComponent[]): Record<string, unknown> {
  return Object.fromEntries(
    components.flatMap((component) =>
      'id' in component && 'value' in component ? [[component.id, component.value]] : [],
    ),
  );
}

function linesOf(component: CanvasComponent): string[] {
  switch (component.type) {
    case 'text':
      return [component.text.replace(/\*\*|\u2060/g, '').replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')];
    case 'button':
      return [component.label];
    case 'list':
      return component.items.map(({ title, subtitle, tertiary_text }) =>
        [title, subtitle, tertiary_text].filter((part) => part !== undefined).join(' | '),
      );
    case 'data-table':
      return component.items.map(({ field, value }) => `${field}: ${value}`);
    case 'divider':
    case 'spacer':
      return [];
    default:
      return [component.label ?? ''];
  }
}

/** Sits down in a conversation and opens the app; every answer is held against the schema of Canvas Kit. */
export async function sitDown(world: World, seat: Seat): Promise<InboxApp> {
  const { conversationId, connection = 'intercom', admin = ANNA, secret, body = {} } = seat;
  const base = {
    workspace_id: 'ws1',
    workspace_region: 'US',
    admin,
    conversation: { type: 'conversation', id: conversationId },
    contact: { type: 'contact', id: 'c1' },
    ...body,
  };
  const ask = async (flow: string, more: object): Promise<CanvasAnswer['canvas']> => {
    const response = await postInbox(world, `${connection}/${flow}`, { ...base, ...more }, secret);
    if (response.status !== 200) throw new Error(`${flow} answered ${response.status}: ${await response.text()}`);
    return canvasAnswer.parse(await response.json()).canvas;
  };
  let canvas = await ask('initialize', {});
  const find = (id: string) => canvas.content.components.find((component) => 'id' in component && component.id === id);
  const buttons = (): string[] =>
    canvas.content.components.flatMap((component) => {
      if (component.type === 'list')
        return component.items.flatMap((item) => (item.action === undefined ? [] : [item.id]));
      return 'action' in component && component.action !== undefined && 'id' in component ? [component.id] : [];
    });
  const send = (id: string, values: Values): Promise<CanvasAnswer['canvas']> => {
    if (!buttons().includes(id)) throw new Error(`there is no ${id} to press, only ${buttons().join(', ')}`);
    for (const name of Object.keys(values)) if (find(name) === undefined) throw new Error(`there is no field ${name}`);
    const typed = { ...valuesOf(canvas.content.components), ...values };
    return ask('submit', { component_id: id, input_values: typed, current_canvas: canvas });
  };
  const app: InboxApp = {
    get canvas() {
      return canvas;
    },
    lines: () => canvas.content.components.flatMap(linesOf),
    buttons,
    component: find,
    open: async () => {
      canvas = await ask('initialize', {});
      return app;
    },
    press: async (id, values = {}) => {
      canvas = await send(id, values);
      return app;
    },
    pressBlindly: (id, values = {}) => send(id, values),
  };
  return app;
}

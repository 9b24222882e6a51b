// Stands between the bridge and a simulated vendor, and can answer with errors that repeat all that was sent to it.
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** `refuse`: a JSON error; `break`: a 500 of plain text; `dead-token`: 401; `page`: a 200 that is a web page. */
export type EchoMode = 'off' | 'refuse' | 'break' | 'dead-token' | 'page';

export interface EchoingVendor {
  readonly url: string;
  /** Which calls are answered so; the others are passed on. */
  echo(mode: EchoMode, which?: (call: string) => boolean): void;
  /** How many calls were answered with an echo. */
  readonly echoed: () => number;
  close(): Promise<void>;
}

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

function answerFor(mode: EchoMode, said: string): Answer {
  const asJson = (status: number): Answer => {
    // Both vendors' forms at once: each adapter finds its own.
    const body = {
      type: 'error.list',
      request_id: 'r1',
      errors: [{ code: 'parameter_invalid', message: said }],
      errorMessages: [said],
      message: said,
    };
    return { status, type: 'application/json', body: JSON.stringify(body) };
  };
  if (mode === 'refuse') return asJson(400);
  if (mode === 'dead-token') return asJson(401);
  if (mode === 'break') return { status: 500, type: 'text/plain', body: said };
  return { status: 200, type: 'text/html', body: `<html>${said}</html>` };
}

async function readAll(stream: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function passOn(target: string, incoming: IncomingMessage, body: Buffer, response: ServerResponse): void {
  const options = { method: incoming.method, headers: { ...incoming.headers, host: new URL(target).host } };
  const onward = request(new URL(incoming.url ?? '/', target), options, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  onward.on('error', () => response.destroy());
  onward.end(body);
}

/** `planted` is said in every echo, beside the request itself with its headers. */
export async function startEchoingVendor(target: string, planted: string): Promise<EchoingVendor> {
  let mode: EchoMode = 'off';
  let matches: (call: string) => boolean = () => true;
  let count = 0;
  const server = createServer(async (incoming, response) => {
    const body = await readAll(incoming);
    if (mode === 'off' || !matches(`${incoming.method} ${incoming.url}`)) {
      passOn(target, incoming, body, response);
      return;
    }
    count++;
    const said = `${planted} ${incoming.headers.authorization} ${body.toString('utf8').slice(0, 5000)}`;
    const answer = answerFor(mode, said);
    response.writeHead(answer.status, { 'content-type': answer.type }).end(answer.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    echo: (next, which = () => true) => {
      mode = next;
      matches = which;
    },
    echoed: () => count,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

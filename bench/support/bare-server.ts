// The baseline: node:http that reads the body, checks the same HMAC, and answers. Nothing is stored.
import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';
import { serveBench } from './child.ts';

const secret = process.env['BENCH_SECRET'] ?? '';
const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const expected = createHmac('sha256', secret).update(Buffer.concat(chunks)).digest();
    const given = Buffer.from(String(request.headers['x-hub-signature']).slice('sha256='.length), 'hex');
    const right = given.length === expected.length && timingSafeEqual(given, expected);
    response.writeHead(right ? 200 : 401, { 'content-length': 2 }).end('ok');
  });
});
server.listen(0, '127.0.0.1', () => {
  serveBench((server.address() as { port: number }).port, async () => {
    server.closeAllConnections();
    server.close();
  });
});

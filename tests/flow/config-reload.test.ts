// A config file that changes under a running service: taken when it is right, refused when it is not.
import { readFileSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Cli, deliverToJira, finished, makeCli, portOf } from '../support/cli.ts';
import { until } from '../support/world.ts';

interface Ready {
  readonly problems: readonly string[];
  readonly alarms: readonly { readonly kind: string }[];
  readonly config: {
    readonly version: string;
    readonly refused: { readonly at: string; readonly messages: readonly string[] } | null;
  };
}

let cli: Cli;

beforeEach(() => {
  cli = makeCli();
});

afterEach(() => cli.close());

interface Running {
  readonly port: number;
  readonly stdout: () => string;
  readonly readyz: () => Promise<Ready>;
  readonly signal: (signal: NodeJS.Signals) => void;
  readonly end: () => Promise<void>;
}

async function serve(): Promise<Running> {
  const child = cli.start('serve');
  let stdout = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    stdout += chunk.toString('utf8');
  });
  const ended = finished(child);
  const port = await portOf(child);
  return {
    port,
    stdout: () => stdout,
    readyz: async () => {
      const response = await fetch(`http://127.0.0.1:${port}/readyz`);
      expect(response.status).toBe(200);
      return (await response.json()) as Ready;
    },
    signal: (signal) => void child.kill(signal),
    end: async () => {
      child.kill('SIGTERM');
      expect((await ended).code).toBe(0);
    },
  };
}

const refused = (ready: Ready): boolean => ready.config.refused !== null;

/** Ids of the events that were decided, in their order. */
const planned = (log: string): string[] =>
  [...log.matchAll(/"event":"event.planned","eventId":"(\w+)"/g)].map(([, id = '']) => id);

/** Sends webhooks until it is stopped; gives what was answered. */
function deliverMeanwhile(port: number): { stop(): Promise<readonly number[]> } {
  const statuses: number[] = [];
  let stopped = false;
  const run = async (): Promise<void> => {
    for (let n = 0; !stopped; n++) {
      const answer = await deliverToJira(port, JSON.stringify({ webhookEvent: 'jira:unknown', n }));
      statuses.push(answer.status);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  const running = run();
  return {
    stop: async () => {
      stopped = true;
      await running;
      return statuses;
    },
  };
}

describe('a config file that changes under a running service', () => {
  it('when it becomes wrong and then right again, then the last good one holds, and webhooks are taken throughout', async () => {
    const service = await serve();
    const good = readFileSync(cli.configFile, 'utf8');
    const before = (await service.readyz()).config.version;
    const sender = deliverMeanwhile(service.port);

    writeFileSync(cli.configFile, good.replace('workflows:', 'workflow:'));
    await until('the refusal', async () => refused(await service.readyz()), 10_000);
    const bad = await service.readyz();
    expect(bad.config.version).toBe(before);
    expect(bad.config.refused?.messages[0]).toMatch(/deskbridge\.yaml:\d+:1 workflow/);
    expect(bad.problems.join()).toContain(`${before} stays in force`);
    expect(bad.alarms.map(({ kind }) => kind)).toEqual(['config_refused']);
    expect(service.stdout()).toMatch(/"event":"config.refused".*"mistake":".*did you mean/);

    writeFileSync(cli.configFile, good.replace('SUP', 'OPS'));
    await until('the next version', async () => (await service.readyz()).config.version !== before, 10_000);
    const after = await service.readyz();
    expect(after.config.refused).toBeNull();
    expect(after).toMatchObject({ problems: [], alarms: [] });
    expect(service.stdout()).toContain('"event":"config.loaded"');
    const decided = planned(service.stdout()).length;
    await until('events decided by it', () => planned(service.stdout()).length > decided + 5);

    const [oldest, newest] = await Promise.all(
      [0, -1].map(async (index) => {
        const id = planned(service.stdout()).at(index);
        const headers = { authorization: 'Bearer api-token-for-tests' };
        const response = await fetch(`http://127.0.0.1:${service.port}/api/v1/events/${id}`, { headers });
        return ((await response.json()) as { rulesVersion: string }).rulesVersion;
      }),
    );
    expect([oldest, newest]).toEqual([before, after.config.version]);

    const statuses = await sender.stop();
    expect(statuses.length).toBeGreaterThan(20);
    expect(new Set(statuses)).toEqual(new Set([200]));
    await service.end();
  });

  it('when the file is right again as it was, then the refusal is over; SIGHUP looks at once', async () => {
    const service = await serve();
    const good = readFileSync(cli.configFile, 'utf8');
    writeFileSync(cli.configFile, `${good}\nlocale: xx\n`);
    service.signal('SIGHUP');
    await until('the refusal', async () => refused(await service.readyz()), 1500);
    writeFileSync(cli.configFile, good);
    service.signal('SIGHUP');
    await until('its end', async () => !refused(await service.readyz()), 1500);
    expect((await service.readyz()).alarms).toEqual([]);
    await service.end();
  });

  it('when a connection is added, gets another secret or is taken away, then its door follows', async () => {
    const service = await serve();
    const good = readFileSync(cli.configFile, 'utf8');
    const secret = `["\${JIRA_WEBHOOK_SECRET}"]`;
    const status = async (body: string) => (await deliverToJira(service.port, body)).status;
    expect(await status('{"n":1}')).toBe(200);
    writeFileSync(cli.configFile, good.replace(secret, `["\${INTERCOM_CLIENT_SECRET}"]`));
    service.signal('SIGHUP');
    await until('the other secret', async () => (await status('{"n":2}')) === 401, 3000);
    const second = good.slice(good.indexOf('  intercom:'), good.indexOf('  jira:')).replace('intercom:', 'second:');
    writeFileSync(cli.configFile, good.replace('workflows:', `${second.replace('ws1', 'ws2')}workflows:`));
    service.signal('SIGHUP');
    const head = async () =>
      (await fetch(`http://127.0.0.1:${service.port}/webhooks/second`, { method: 'POST', body: '{}' })).status;
    await until('the second workspace', async () => (await head()) === 401, 3000);
    expect(await status('{"n":3}')).toBe(200);
    writeFileSync(cli.configFile, good);
    service.signal('SIGHUP');
    await until('its end', async () => (await head()) === 404, 3000);
    await service.end();
  });

  it('when files were in force, then they are listed and shown as they stood on the disk, without secrets', async () => {
    const service = await serve();
    const good = readFileSync(cli.configFile, 'utf8');
    const first = (await service.readyz()).config.version;
    writeFileSync(cli.configFile, good.replace('SUP', 'OPS'));
    service.signal('SIGHUP');
    await until('the next version', async () => (await service.readyz()).config.version !== first, 3000);
    const second = (await service.readyz()).config.version;
    await service.end();
    const listed = await cli.run('config', 'versions');
    expect(listed.code).toBe(0);
    expect(listed.stdout.indexOf(second)).toBeGreaterThan(0);
    expect(listed.stdout.indexOf(second)).toBeLessThan(listed.stdout.indexOf(first));
    const shown = await cli.run('config', 'show', first.slice(0, 6));
    expect(shown.stdout.trimEnd()).toBe(good.trimEnd());
    expect(shown.stdout).toContain(`\${JIRA_API_TOKEN}`);
    const unknown = await cli.run('config', 'show', 'nothing');
    expect(unknown).toMatchObject({ code: 1, stderr: expect.stringContaining('deskbridge config versions') as string });
  });
});

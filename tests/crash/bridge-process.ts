// The real service as a process of its own, for tests that kill it. `NO_READ_BACK=1` makes the control variant.
import type { Connection } from '../../src/application/ports.ts';
import { loadEnvironment } from '../../src/config/environment.ts';
import { loadConfig } from '../../src/config/load-config.ts';
import { startDeskbridge } from '../../src/main.ts';

/** Never finds what was written before: an unclear call is simply made again. */
function withoutReadBack(connection: Connection): Connection {
  if (connection.kind === 'jira') {
    return { ...connection, issues: { ...connection.issues, findOurComment: async () => null } };
  }
  return { ...connection, conversations: { ...connection.conversations, findOurNote: async () => null } };
}

const environment = loadEnvironment(process.env);
const config = loadConfig({ path: environment.configPath, env: process.env });
await startDeskbridge({
  config,
  environment,
  pollEvery: 100,
  ...(process.env['NO_READ_BACK'] === '1' ? { decorate: withoutReadBack } : {}),
});

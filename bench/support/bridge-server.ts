// The real service as a process of its own; with BENCH_RECEIVE_ONLY=1 its workers rest, as in a web process.
import { loadEnvironment } from '../../src/config/environment.ts';
import { loadConfig } from '../../src/config/load-config.ts';
import { startDeskbridge } from '../../src/main.ts';
import { serveBench } from './child.ts';

const environment = loadEnvironment(process.env);
const config = loadConfig({ path: environment.configPath, env: process.env });
const receiveOnly = process.env['BENCH_RECEIVE_ONLY'] === '1';
const deskbridge = await startDeskbridge({
  config,
  environment,
  ...(receiveOnly ? { work: false } : {}),
});
serveBench(deskbridge.port, () => deskbridge.stop());

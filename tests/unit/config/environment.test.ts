/** What the environment may say, and the summary that is logged of everything. */
import { describe, expect, test } from 'vitest';
import { EnvironmentError } from '../../../src/config/config-error.ts';
import { loadEnvironment } from '../../../src/config/environment.ts';
import { configSummary } from '../../../src/config/summary.ts';
import { DATA_CENTER, loadText, SMALLEST, TEST_ENV } from './build-config-text.ts';

describe('when nothing is set', () => {
  test.each([[{}], [{ HOST: '', PORT: ' ', PUBLIC_URL: '', REDIS_URL: '', DESKBRIDGE_API_TOKEN: '' }]])(
    'then the defaults hold for %o',
    (env) => {
      expect(loadEnvironment(env)).toEqual({
        host: '0.0.0.0',
        port: 8080,
        publicUrl: 'http://localhost:8080',
        databaseUrl: 'sqlite:data/deskbridge.db',
        logLevel: 'info',
        configPath: 'config/deskbridge.yaml',
      });
    },
  );
});

describe('when all is set', () => {
  test('then all is taken', () => {
    const env = {
      HOST: '127.0.0.1',
      PORT: '0',
      PUBLIC_URL: 'https://bridge.example.com/deskbridge/',
      DATABASE_URL: 'postgres://me:pw@host/db',
      REDIS_URL: 'rediss://host:6379',
      DESKBRIDGE_API_TOKEN: 'token',
      LOG_LEVEL: 'DEBUG',
      DESKBRIDGE_CONFIG: 'other.yaml',
      DESKBRIDGE_HTTP_PROXY: 'http://proxy:3128',
    };
    expect(loadEnvironment(env)).toEqual({
      host: '127.0.0.1',
      port: 0,
      publicUrl: 'https://bridge.example.com/deskbridge',
      databaseUrl: 'postgres://me:pw@host/db',
      redisUrl: 'rediss://host:6379',
      apiToken: 'token',
      logLevel: 'debug',
      configPath: 'other.yaml',
      httpProxy: 'http://proxy:3128',
    });
  });

  test('then PUBLIC_URL follows PORT', () => {
    expect(loadEnvironment({ PORT: '9000' }).publicUrl).toBe('http://localhost:9000');
  });
});

describe('when a value is wrong', () => {
  test.each([
    ['PORT', '80a', 'PORT: found "80a", allowed a port from 0 to 65535'],
    ['PORT', '70000', 'PORT: found "70000", allowed a port from 0 to 65535'],
    ['PORT', '-1', 'PORT: found "-1", allowed a port from 0 to 65535'],
    ['PUBLIC_URL', 'bridge', 'PUBLIC_URL: found "bridge", allowed an address such as'],
    [
      'DATABASE_URL',
      'mysql://me:hunter2@host',
      'DATABASE_URL: found an address that begins with "mysql:", allowed sqlite:PATH',
    ],
    ['DATABASE_URL', 'hunter2', 'DATABASE_URL: found something without a scheme'],
    [
      'REDIS_URL',
      'http://me:hunter2@host',
      'REDIS_URL: found an address that begins with "http:", allowed redis://HOST',
    ],
    ['LOG_LEVEL', 'loud', 'LOG_LEVEL: found "loud", allowed error | warn | info | debug'],
    [
      'DESKBRIDGE_HTTP_PROXY',
      'socks://me:hunter2@x',
      'DESKBRIDGE_HTTP_PROXY: found an address that begins with "socks:"',
    ],
  ])('then %s=%s is told without a password', (variable, value, message) => {
    expect(() => loadEnvironment({ [variable]: value })).toThrow(message);
    expect(() => loadEnvironment({ [variable]: value })).not.toThrow('hunter2');
  });

  test('then all wrong values are told at once', () => {
    try {
      loadEnvironment({ PORT: 'x', LOG_LEVEL: 'y', REDIS_URL: 'z' });
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(EnvironmentError);
      expect((error as EnvironmentError).problems.map(({ variable }) => variable)).toEqual([
        'PORT',
        'REDIS_URL',
        'LOG_LEVEL',
      ]);
    }
  });
});

describe('when the configuration is summed up', () => {
  test.each([
    ['Cloud', SMALLEST],
    ['Data Center', DATA_CENTER],
  ])('then no secret of a %s is in it', (_name, text) => {
    const environment = loadEnvironment({
      DATABASE_URL: 'postgres://me:canary-pw@host/db',
      REDIS_URL: 'redis://:canary-pw@host',
      DESKBRIDGE_API_TOKEN: 'canary-api',
      DESKBRIDGE_HTTP_PROXY: 'http://me:canary-pw@proxy',
    });
    const summary = configSummary(loadText(text, TEST_ENV), environment);
    expect(JSON.stringify(summary)).not.toMatch(/canary|bridge@example/);
    expect(summary).toMatchObject({
      connections: { intercom: { clientSecrets: 1, workspaceId: 'ws1' }, jira: { webhookSecrets: 1 } },
      workflows: { incident: 'jira SUP Bug' },
      environment: { database: 'postgres', redis: true, api: true, proxy: true },
    });
  });
});

/** What a right config file becomes. */
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: a config file names its variables so
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ConfigError } from '../../../src/config/config-error.ts';
import { loadConfig } from '../../../src/config/load-config.ts';
import { DATA_CENTER, findLines, loadText, replaceLine, SMALLEST, TEST_ENV } from './build-config-text.ts';

describe('when the smallest file is loaded', () => {
  test('then all defaults are filled in, in milliseconds and bytes', () => {
    const { hash, connections, workflows, texts, ...rest } = loadText(SMALLEST);
    expect(hash).toMatch(/^[0-9a-f]{12}$/);
    expect(rest).toEqual({
      file: 'config/deskbridge.yaml',
      locale: 'en',
      timezone: 'UTC',
      mirror: { digestWindow: 15_000, restrictedComments: {}, reopenOnDone: true, historyLink: true },
      delivery: {
        timeout: 20_000,
        retryFor: 7 * 24 * 3_600_000,
        inDoubtWait: 30_000,
        lease: 60_000,
        budget: { actions: 30, per: 600_000 },
      },
      receiving: { jiraMaxBytes: 25 * 1024 * 1024, intercomMaxBytes: 5 * 1024 * 1024, maxDepth: 64 },
      sweep: { enabled: true, every: 300_000 },
      retention: { days: 30 },
      notifications: {},
      support: [],
      businessHours: null,
      warnings: [],
    });
    expect(Object.keys(texts)).toEqual(['regressed', 'question', 'released', 'stale']);
    expect(workflows).toEqual({
      incident: {
        name: 'incident',
        label: { en: 'incident', ru: 'incident' },
        target: { connection: 'jira', project: 'SUP', type: 'Bug', components: [] },
        routes: [],
        priority: { default: null, choices: [] },
        labels: [],
        fields: {},
        transcript: { last: 20, internalNotes: false },
        attachments: { maxBytes: 10 * 1024 * 1024, maxCount: 20 },
        privacy: { names: 'keep', email: 'mask', phone: 'mask', tokens: 'mask', cards: 'mask' },
        createWhen: [],
        comments: { toDialog: ['public'], edits: 'note', deletions: 'note', prefix: 'jira:' },
        rules: [],
        defaults: true,
        escalate: [],
        countField: null,
      },
    });
    expect(connections).toEqual({
      intercom: {
        name: 'intercom',
        kind: 'intercom',
        workspaceId: 'ws1',
        region: 'us',
        apiUrl: 'https://api.intercom.io',
        appUrl: 'https://app.intercom.com',
        accessToken: 'canary-intercom-token',
        clientSecrets: ['canary-client-secret'],
        authorAdminId: '900',
        conversationAttribute: 'Jira key',
        tag: 'jira',
        apiVersion: '2.16',
      },
      jira: {
        name: 'jira',
        kind: 'jira-cloud',
        siteUrl: 'http://127.0.0.1:9101',
        apiUrl: 'http://127.0.0.1:9101',
        authentication: 'basic',
        email: 'bridge@example.com',
        apiToken: 'canary-jira-token',
        webhookSecrets: ['canary-webhook-secret'],
      },
    });
  });

  test.each([
    ['eu', 'https://api.eu.intercom.io', 'https://app.eu.intercom.com'],
    ['au', 'https://api.au.intercom.io', 'https://app.au.intercom.com'],
  ])('then region %s gives its own addresses', (region, apiUrl, appUrl) => {
    const { intercom } = loadText(replaceLine(SMALLEST, 'region: us', `region: ${region}`)).connections;
    expect(intercom).toMatchObject({ region, apiUrl, appUrl });
  });

  test('then addresses set by hand win over the region', () => {
    const text = replaceLine(SMALLEST, 'region: us', 'region: eu\n    apiUrl: http://127.0.0.1:9102/');
    expect(loadText(text).connections['intercom']).toMatchObject({
      apiUrl: 'http://127.0.0.1:9102',
      appUrl: 'https://app.eu.intercom.com',
    });
  });

  test('then null switches the attribute and the tag off', () => {
    const text = replaceLine(SMALLEST, 'region: us', 'region: us\n    tag: null\n    conversationAttribute: ~');
    expect(loadText(text).connections['intercom']).toMatchObject({ tag: null, conversationAttribute: null });
  });
});

describe('when a site has a context path', () => {
  test('then it is kept and the trailing slash removed, also from the environment', () => {
    const path = replaceLine(SMALLEST, 'http://127.0.0.1:9101', 'https://Example.com/jira//');
    expect(loadText(path).connections['jira']).toMatchObject({ siteUrl: 'https://example.com/jira' });
    const variable = replaceLine(SMALLEST, 'http://127.0.0.1:9101', '${ADDRESS}');
    expect(loadText(variable).connections['jira']).toMatchObject({ apiUrl: 'https://jira.example.com' });
  });
});

describe('when Jira is a Data Center', () => {
  test('then a personal access token is sent as bearer', () => {
    const jira = loadText(DATA_CENTER).connections['jira'];
    expect(jira).toMatchObject({ personalAccessToken: 'canary-pat', authentication: 'bearer' });
    expect(jira).not.toHaveProperty('email');
  });

  test('then a path secret may stand in for webhook secrets', () => {
    const text = replaceLine(
      DATA_CENTER,
      'webhookSecrets: ["${JIRA_WEBHOOK_SECRET}"]',
      'webhookPathSecret: ${JIRA_PATH_SECRET}',
    );
    expect(loadText(text).connections['jira']).toMatchObject({
      webhookSecrets: [],
      webhookPathSecret: 'canary-path-secret-long',
    });
  });
});

describe('when a Cloud token is a bearer token', () => {
  test('then no email is needed', () => {
    const text = replaceLine(SMALLEST, 'email: bridge@example.com', 'authentication: bearer');
    expect(loadText(text).connections['jira']).toMatchObject({ authentication: 'bearer' });
  });
});

describe('when values are given with anchors, quotes, comments and Windows lines', () => {
  test('then they are read as YAML 1.2 means them', () => {
    const text = `${replaceLine(SMALLEST, 'kind: jira-cloud', "kind: 'jira-cloud' # here")}
  wish: { label: &l { ru: Ещё }, issue: { connection: jira, project: IDEAS, type: Story } }
  more: { label: *l, issue: { connection: jira, project: MORE, type: Story } }
mirror: { digestWindow: 500ms, restrictedComments: { SUP: always } }`;
    const config = loadText(`\uFEFF${text.replaceAll('\n', '\r\n')}`);
    expect(config.workflows['more']).toMatchObject({
      label: { ru: 'Ещё', en: 'Ещё' },
      target: { connection: 'jira', project: 'MORE', type: 'Story' },
    });
    expect(config.mirror).toMatchObject({ digestWindow: 500, restrictedComments: { SUP: 'always' } });
  });
});

describe('when the hash is compared', () => {
  const hashOf = (text: string, env = TEST_ENV) => loadText(text, env).hash;

  test('then order, comments, secrets and time-outs leave it alone', () => {
    const [head, workflows] = SMALLEST.split('workflows:');
    expect(hashOf(`# other\nworkflows:${workflows}${head}delivery: { timeout: 5s }`)).toBe(hashOf(SMALLEST));
    expect(hashOf(SMALLEST, { ...TEST_ENV, JIRA_API_TOKEN: 'new' })).toBe(hashOf(SMALLEST));
    expect(hashOf(`${SMALLEST}locale: en`)).toBe(hashOf(SMALLEST));
  });

  test.each(['locale: ru', 'timezone: Asia/Omsk', 'mirror: { reopenOnDone: false }'])('then %s changes it', (line) => {
    expect(hashOf(`${SMALLEST}${line}`)).not.toBe(hashOf(SMALLEST));
  });
});

describe('when the file is read from the disk', () => {
  const folder = mkdtempSync(join(tmpdir(), 'deskbridge-config-'));
  const load = (path: string) => loadConfig({ path, env: TEST_ENV });
  const write = (name: string, content: string | Uint8Array) => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };

  test('then a right one is loaded under its path', () => {
    const path = write('right.yaml', SMALLEST);
    expect(load(path).file).toBe(path);
  });

  test.each([
    ['a missing file', () => join(folder, 'none.yaml'), 'no such file'],
    ['a folder', () => folder, 'not a file'],
    ['bytes that are no UTF-8', () => write('latin.yaml', Uint8Array.of(0x61, 0x3a, 0x20, 0xff)), 'not UTF-8'],
    ['more than 1 MB', () => write('large.yaml', `#${'x'.repeat(1024 * 1024)}`), '1048577 bytes'],
  ])('then %s is refused with a position', (_name, path, words) => {
    expect(() => load(path())).toThrow(ConfigError);
    expect(() => load(path())).toThrow(`${path()}:1:1: found `);
    expect(() => load(path())).toThrow(words);
  });
});

describe('when a mistake is printed', () => {
  test('then it is one line with place, path, what was found, what is allowed and a hint', () => {
    expect(findLines(replaceLine(SMALLEST, 'jira-cloud', 'jira-clod'))).toEqual([
      'config/deskbridge.yaml:10:11 connections.jira.kind: found "jira-clod", allowed intercom | jira-cloud | jira-data-center; did you mean "jira-cloud"?',
    ]);
  });
});

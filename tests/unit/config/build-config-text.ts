/** Builds the text of a config file for tests: the smallest that works, with single lines replaced. */
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: a config file names its variables so
import { ConfigError, type ConfigProblem } from '../../../src/config/config-error.ts';
import { loadConfig } from '../../../src/config/load-config.ts';

export const TEST_ENV = {
  INTERCOM_ACCESS_TOKEN: 'canary-intercom-token',
  INTERCOM_CLIENT_SECRET: 'canary-client-secret',
  JIRA_API_TOKEN: 'canary-jira-token',
  JIRA_WEBHOOK_SECRET: 'canary-webhook-secret',
  JIRA_PAT: 'canary-pat',
  JIRA_PATH_SECRET: 'canary-path-secret-long',
  EMPTY: '',
  ALERT_URL: 'https://alerts.example.com/hooks/canary-alert-secret',
  ADDRESS: 'https://jira.example.com/',
};

export const SMALLEST = `connections:
  intercom:
    kind: intercom
    workspaceId: ws1
    region: us
    accessToken: \${INTERCOM_ACCESS_TOKEN}
    clientSecrets: ["\${INTERCOM_CLIENT_SECRET}"]
    authorAdminId: "900"
  jira:
    kind: jira-cloud
    siteUrl: http://127.0.0.1:9101
    email: bridge@example.com
    apiToken: \${JIRA_API_TOKEN}
    webhookSecrets: ["\${JIRA_WEBHOOK_SECRET}"]
workflows:
  incident:
    issue: { connection: jira, project: SUP, type: Bug }
`;

export const DATA_CENTER = SMALLEST.replace('jira-cloud', 'jira-data-center')
  .replace('    email: bridge@example.com\n', '')
  .replace('apiToken: ${JIRA_API_TOKEN}', 'personalAccessToken: ${JIRA_PAT}');

export const loadText = (text: string, env: Record<string, string | undefined> = TEST_ENV) =>
  loadConfig({ path: 'config/deskbridge.yaml', env, readFile: () => text });

/** The problems of a text that must be refused. */
export function findProblems(
  text: string,
  env: Record<string, string | undefined> = TEST_ENV,
): readonly ConfigProblem[] {
  try {
    loadText(text, env);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  throw new Error('the text was accepted');
}

/** The lines as they are printed. */
export const findLines = (text: string, env: Record<string, string | undefined> = TEST_ENV) => {
  findProblems(text, env);
  try {
    loadText(text, env);
    return [];
  } catch (error) {
    return (error as ConfigError).message.split('\n');
  }
};

export const replaceLine = (text: string, line: string, by: string): string => {
  if (!text.includes(line)) throw new Error(`the text has no ${line}`);
  return text.replace(line, () => by);
};

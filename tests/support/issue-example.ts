/** The config file that says all that a workflow can say, and an environment in which it loads. */
import { readFileSync } from 'node:fs';

export const issueExample = readFileSync(new URL('./configs/full.yaml', import.meta.url), 'utf8');

export const ISSUE_EXAMPLE_ENV = {
  INTERCOM_ACCESS_TOKEN: 'canary-intercom-token',
  INTERCOM_CLIENT_SECRET: 'canary-client-secret',
  JIRA_API_TOKEN: 'canary-jira-token',
  JIRA_WEBHOOK_SECRET: 'canary-webhook-secret',
  ALERT_URL: 'https://alerts.example.com/hooks/canary-alert-secret',
};

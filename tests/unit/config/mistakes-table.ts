/** The table of single mistakes: one a line, what is replaced in the smallest file and how it must be answered. */

export interface Mistake {
  readonly name: string;
  /** What of the smallest file is replaced, and by what. */
  readonly from: string;
  readonly to: string;
  /** `LINE:COLUMN PATH`. */
  readonly place: string;
  readonly found: string;
  /** How what is allowed begins, and what the hint says; empty for anything. */
  readonly allowed: string;
  readonly hint: string;
}

/** Name § from § to § place § found § allowed § hint; ⏎ is a new line; names that begin with "DC: " are of a Data Center. */
const TABLE = `
an unknown key § siteUrl § siteURl2 § 11:5 connections.jira.siteURl2 § the unknown key "siteURl2" §  § did you mean "siteUrl"?
a key in another spelling § workspaceId § workspace_id § 4:5 connections.intercom.workspace_id § the unknown key "workspace_id" §  § did you mean "workspaceId"?
half a key § accessToken § token § 6:5 connections.intercom.token § the unknown key "token" §  § did you mean "accessToken"?
an unknown key at the top § workflows: § workflow: § 15:1 workflow § the unknown key "workflow" § locale | timezone | connections | workflows | texts | notifications | support | businessHours | mirror | delivery | receiving | sweep | retention § did you mean "workflows"?
an unknown key deep inside § type: Bug }⏎ § type: Bug }⏎delivery: { budget: { action: 3 } } § 18:23 delivery.budget.action § the unknown key "action" § actions | per § did you mean "actions"?
a key of the other edition § apiToken § personalAccessToken § 13:5 connections.jira.personalAccessToken § the unknown key "personalAccessToken" §  §
a missing key §     workspaceId: ws1⏎ §  § 2:3 connections.intercom.workspaceId § nothing § text § Id of the workspace
a missing kind §     kind: jira-cloud⏎ §  § 9:3 connections.jira.kind § nothing § intercom | jira-cloud | jira-data-center §
no email §     email: bridge@example.com⏎ §  § 9:3 connections.jira.email § nothing § an email address § authentication: bearer
a wrong email § bridge@example.com § bridge § 12:12 connections.jira.email § "bridge" § an email address §
no webhook secret §     webhookSecrets: ["\${JIRA_WEBHOOK_SECRET}"]⏎ §  § 9:3 connections.jira.webhookSecrets § nothing § a list §
an empty list of secrets § ["\${INTERCOM_CLIENT_SECRET}"] § [] § 7:20 connections.intercom.clientSecrets § an empty list § a list of one or more secrets §
DC: no way to verify a Data Center §     webhookSecrets: ["\${JIRA_WEBHOOK_SECRET}"]⏎ §  § 9:3 connections.jira.webhookSecrets § no secret §  § webhookPathSecret
DC: a path secret that can be guessed §     webhookSecrets: ["\${JIRA_WEBHOOK_SECRET}"]⏎ §     webhookPathSecret: \${JIRA_PAT}⏎ § 13:24 connections.jira.webhookPathSecret § "\${JIRA_PAT}" (from the environment) § at least 16 of A-Z a-z 0-9 _ - §
a number for an id § "900" § 900 § 8:20 connections.intercom.authorAdminId § 900 § text § put it in quotes
one secret instead of a list § ["\${JIRA_WEBHOOK_SECRET}"] § \${JIRA_WEBHOOK_SECRET} § 14:21 connections.jira.webhookSecrets § "\${JIRA_WEBHOOK_SECRET}" (from the environment) § a list § write a list: webhookSecrets: [VALUE]
a mapping instead of text § ws1 § { a: 1 } § 4:18 connections.intercom.workspaceId § a mapping § text §
an empty value § ws1 §  § 4:5 connections.intercom.workspaceId § nothing § text § remove the key
a connection that is no mapping § type: Bug }⏎ § type: Bug }⏎mirror: yes § 18:9 mirror § "yes" § a mapping of KEY: VALUE §
yes for true § type: Bug }⏎ § type: Bug }⏎sweep: { enabled: yes } § 18:19 sweep.enabled § "yes" § true | false § write true or false without quotes
a number in quotes § type: Bug }⏎ § type: Bug }⏎retention: { days: "30" } § 18:20 retention.days § "30" §  § write digits without quotes
a number out of range § type: Bug }⏎ § type: Bug }⏎retention: { days: 0 } § 18:20 retention.days § 0 § a whole number from 1 to 3650 §
a wrong kind § jira-cloud § jira-clod § 10:11 connections.jira.kind § "jira-clod" §  § did you mean "jira-cloud"?
a wrong region § region: us § region: uss § 5:13 connections.intercom.region § "uss" § us | eu | au § did you mean "us"?
a wrong locale § connections: § locale: rus⏎connections: § 1:9 locale § "rus" § en | ru § did you mean "ru"?
a wrong time zone § connections: § timezone: Europe/Moskow⏎connections: § 1:11 timezone § "Europe/Moskow" §  § did you mean "Europe/Moscow"?
a duration in words § type: Bug }⏎ § type: Bug }⏎sweep: { every: 5 minutes } § 18:17 sweep.every § "5 minutes" § a duration from 1s to 1d, such as 500ms, 15s, 5m, 2h or 7d §
a duration without unit § type: Bug }⏎ § type: Bug }⏎sweep: { every: 5 } § 18:17 sweep.every § 5 § a duration from 1s to 1d, such as 500ms, 15s, 5m, 2h or 7d §
a duration out of range § type: Bug }⏎ § type: Bug }⏎sweep: { every: 2d } § 18:17 sweep.every § "2d" § a duration from 1s to 1d §
a size in words § type: Bug }⏎ § type: Bug }⏎receiving: { jiraMaxBytes: 25 mega } § 18:28 receiving.jiraMaxBytes § "25 mega" § a size from 1KB to 100MB, such as 512KB §
a lease that ends before the call § type: Bug }⏎ § type: Bug }⏎delivery: { lease: 20s } § 18:20 delivery.lease § "20s" § more than delivery.timeout, which is 20s §
a call that outlasts the lease § type: Bug }⏎ § type: Bug }⏎delivery: { timeout: 1m } § 18:22 delivery.timeout § 1m, with a lease of 60s § less than delivery.lease, which is 60s §
an address that is none § http://127.0.0.1:9101 § example.atlassian.net § 11:14 connections.jira.siteUrl § "example.atlassian.net" § an address such as https://host/path §
an address with a password § http://127.0.0.1:9101 § http://me:hunter2@host § 11:14 connections.jira.siteUrl § "http://***@host" §  §
a wrong name of a connection §   jira:⏎ §   My_Jira:⏎ § 9:3 connections.My_Jira § the name "My_Jira" § lower-case letters, digits and "-" §
a workflow for an unknown connection § connection: jira § connection: jria § 17:26 workflows.incident.issue.connection § "jria" § jira § did you mean "jira"?
a workflow for the wrong side § connection: jira § connection: intercom § 17:26 workflows.incident.issue.connection § "intercom", which is not a Jira § jira §
a project key in small letters § SUP § sup § 17:41 workflows.incident.issue.project § "sup" § a project key such as SUP, in capitals §
an unset variable § \${JIRA_API_TOKEN} § \${JIRA_API_TOKE} § 13:15 connections.jira.apiToken § \${JIRA_API_TOKE}, which is not set §  § did you mean "JIRA_API_TOKEN"?
an unset variable without neighbour § \${JIRA_API_TOKEN} § \${X} § 13:15 connections.jira.apiToken § \${X}, which is not set §  § set X in the environment
an empty variable § \${JIRA_API_TOKEN} § \${EMPTY} § 13:15 connections.jira.apiToken § \${EMPTY}, which is empty §  §
an unset variable in an address § http://127.0.0.1:9101 § https://\${NOWHERE_HOST}/jira § 11:14 connections.jira.siteUrl § \${NOWHERE_HOST}, which is not set §  §
a misspelled reference § \${JIRA_API_TOKEN} § "\${JIRA API}" § 13:15 connections.jira.apiToken § a misspelled reference §  §
a key twice § region: us § region: us⏎    region: eu § 6:5 connections.intercom § the key "region" a second time § each key once §
a connection twice §   jira:⏎ §   jira: {}⏎  jira:⏎ § 10:3 connections § the key "jira" a second time §  §
a key that is a list § type: Bug }⏎ § type: Bug }⏎[a]: 1 § 18:1  § a key that is not text §  §
the key __proto__ § type: Bug }⏎ § type: Bug }⏎__proto__: { locale: ru } § 18:1  § the key "__proto__" §  §
an alias to itself § type: Bug }⏎ § type: Bug }⏎mirror: &m { restrictedComments: *m } § 18:34 mirror.restrictedComments § an alias to what contains it §  §
an unknown alias § ws1 § *nowhere § 4:18 connections.intercom.workspaceId § an alias without an anchor before it §  §
`;

export const MISTAKES: readonly Mistake[] = readTable(TABLE);

/** A row a line, cells between §. */
export function readTable(table: string): readonly Mistake[] {
  return table
    .trim()
    .split('\n')
    .map((row) => {
      const [name = '', from = '', to = '', place = '', found = '', allowed = '', hint = ''] = row
        .split('§')
        .map((cell) => cell.replace(/^ | $/g, '').replaceAll('⏎', '\n'));
      return { name, from, to, place, found, allowed, hint };
    });
}

// What the doctor finds about a Jira site.
import type { Finding, JiraAccount, JiraChecks } from './doctor.ts';
import type { AccountFindings } from './doctor-intercom.ts';
import { VendorError } from './vendor-error.ts';

/** What the work needs, by Jira's own keys, with the words of its permission scheme. */
const NEEDED: Readonly<Record<string, string>> = {
  BROWSE_PROJECTS: 'Browse Projects',
  ADD_COMMENTS: 'Add Comments',
  LINK_ISSUES: 'Link Issues',
  CREATE_ISSUES: 'Create Issues',
  EDIT_ISSUES: 'Edit Issues',
  EDIT_OWN_COMMENTS: 'Edit Own Comments',
  CREATE_ATTACHMENTS: 'Create Attachments',
  TRANSITION_ISSUES: 'Transition Issues',
};

const bad = (text: string, next: string): Finding => ({ mark: 'bad', text, next });
const ok = (text: string): Finding => ({ mark: 'ok', text });

function explainAccount(error: unknown, account: JiraAccount): Finding {
  if (!(error instanceof VendorError)) throw error;
  const cloud = account.edition === 'cloud';
  switch (error.details.kind) {
    case 'auth':
      return bad(
        `The token is not accepted: ${error.message}`,
        cloud
          ? 'As the account of "email": https://id.atlassian.com/manage-profile/security/api-tokens, Create API token, into the variable that apiToken names'
          : 'As the bridge account: profile picture, Profile, Personal Access Tokens, Create token, into the variable that personalAccessToken names',
      );
    case 'forbidden':
      return bad(
        `The account is refused: ${error.message}`,
        'Log in as that account in a browser once: a CAPTCHA or a missing product access shows there',
      );
    case 'gone':
      return bad(
        `There is no Jira at ${account.apiUrl}: ${error.message}`,
        'Correct siteUrl in the config, with its context path if it has one',
      );
    default:
      return bad(`Jira gave no answer: ${error.message}`, `Check that this machine reaches ${account.apiUrl}`);
  }
}

async function examinePermissions(project: string, checks: JiraChecks): Promise<Finding> {
  const lacking = await checks.lacking(project, Object.keys(NEEDED));
  if (lacking.length === 0) return ok(`The account may do all that is needed in ${project}`);
  const names = lacking.map((key) => NEEDED[key] ?? key).join(', ');
  return bad(
    `The account lacks in ${project}: ${names}`,
    `${project}, Project settings, Permissions (or People): give these to a role that the account has`,
  );
}

async function examineWorkflow(workflow: JiraAccount['workflows'][number], checks: JiraChecks): Promise<Finding[]> {
  const { name, project, type } = workflow;
  const found = await checks.project(project);
  if (found === null) {
    return [
      bad(
        `Workflow ${name}: there is no project ${project} that the account may see`,
        `Correct the project key in the config, or give the account Browse Projects in ${project}`,
      ),
    ];
  }
  const isType = found.issueTypes.some(
    (candidate) => candidate.id === type || candidate.name.toLowerCase() === type.toLowerCase(),
  );
  const types = found.issueTypes.map((candidate) => candidate.name).join(', ');
  const typed = isType
    ? ok(`Workflow ${name}: project ${project} has issue type ${type}`)
    : bad(
        `Workflow ${name}: project ${project} has no issue type ${type}`,
        `Use one of its types in the config: ${types}`,
      );
  return [typed, await examinePermissions(project, checks)];
}

async function examineWorkflows({ workflows, checks }: JiraAccount): Promise<Finding[]> {
  const found = await Promise.all(
    workflows.map((workflow) =>
      examineWorkflow(workflow, checks).catch((error: unknown): Finding[] => {
        if (!(error instanceof VendorError)) throw error;
        return [{ mark: 'warn', text: `Workflow ${workflow.name} could not be checked: ${error.message}` }];
      }),
    ),
  );
  return found.flat();
}

function hintsFor({ webhookUrl, signs, edition }: JiraAccount): Finding[] {
  const secret = signs ? 'Secret: the value of webhookSecrets' : 'no secret, the address holds it';
  const where = edition === 'cloud' ? 'Jira settings (gear), System, WebHooks' : 'Administration, System, WebHooks';
  return [
    {
      mark: 'hint',
      text: `${where}: URL ${webhookUrl}, ${secret}; tick Issue created, updated, deleted and Comment created, updated, deleted; leave "Exclude body" off`,
    },
  ];
}

/** Stops at a dead token: what follows would only repeat it. */
export async function examineJira(account: JiraAccount): Promise<AccountFindings> {
  const hints = hintsFor(account);
  try {
    await account.issues.account();
  } catch (error) {
    return { findings: [explainAccount(error, account)], hints };
  }
  return { findings: [ok('The token is accepted'), ...(await examineWorkflows(account))], hints };
}

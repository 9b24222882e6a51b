// What the doctor finds about an Intercom workspace.
import type { Instant } from '../domain/refs.ts';
import type { Finding, IntercomAccount } from './doctor.ts';
import { VendorError } from './vendor-error.ts';

export interface AccountFindings {
  readonly findings: readonly Finding[];
  /** What to set up at the vendor, where no API tells whether it is. */
  readonly hints: readonly Finding[];
}

const TOPICS = [
  'conversation.admin.noted',
  'conversation.admin.closed',
  'conversation.admin.opened',
  'conversation.admin.snoozed',
  'conversation.admin.unsnoozed',
  'conversation.deleted',
];
/** What rules may ask of a dialog beyond its state. */
const RULE_TOPICS = [
  'conversation.user.replied',
  'conversation.admin.replied',
  'conversation.admin.assigned',
  'conversation.rating.added',
  'conversation_part.tag.created',
];

const bad = (text: string, next: string): Finding => ({ mark: 'bad', text, next });
const ok = (text: string): Finding => ({ mark: 'ok', text });

/** A refusal by the vendor has a status; a token that works but is not the config's has none. */
function explainAccount(error: unknown, account: IntercomAccount): Finding {
  if (!(error instanceof VendorError)) throw error;
  const { kind, status } = error.details;
  if (kind === 'auth' && status !== undefined) {
    return bad(
      `The token is not accepted: ${error.message}`,
      `Developer Hub, your app, Authentication: copy "Access token" into the variable that accessToken names; the workspace must be in region ${account.region}`,
    );
  }
  if (kind === 'auth')
    return bad(error.message, 'Correct workspaceId in the config, or take the token of that workspace');
  if (kind === 'rejected') return bad(error.message, 'Correct the config, then run this again');
  if (kind === 'forbidden') {
    return bad(
      `The token may not read who it is: ${error.message}`,
      'Developer Hub, your app, Authentication: Edit, tick "Read admins", save',
    );
  }
  return bad(`Intercom gave no answer: ${error.message}`, `Check that this machine reaches ${account.apiUrl}`);
}

/** The inbox's addresses depend on the region, whatever the API calls go through. */
async function examineRegion({ region, checks }: IntercomAccount): Promise<Finding> {
  const found = await checks.region();
  if (found === null || found === region) return ok(`Region ${region} is right`);
  return bad(`The workspace is in region ${found}, the config says ${region}`, `Set region: ${found} in the config`);
}

async function examineReading(account: IntercomAccount, now: Instant): Promise<Finding> {
  try {
    await account.conversations.changedSince(now, 1);
    return ok('The token may read conversations');
  } catch (error) {
    if (!(error instanceof VendorError)) throw error;
    return bad(
      `Conversations can't be read: ${error.message}`,
      'Developer Hub, your app, Authentication: Edit, tick "Read conversations" and "Write conversations", save',
    );
  }
}

async function examineName(has: Promise<boolean | null>, what: string, create: string): Promise<Finding> {
  try {
    const found = await has;
    if (found === null) return { mark: 'warn', text: `Whether there is ${what} can't be read with this token` };
    return found ? ok(`There is ${what}`) : { mark: 'warn', text: `There is no ${what}, so none is set`, next: create };
  } catch (error) {
    if (!(error instanceof VendorError)) throw error;
    return { mark: 'warn', text: `Whether there is ${what} could not be read: ${error.message}` };
  }
}

async function examineNames({ attribute, tag, checks }: IntercomAccount): Promise<Finding[]> {
  const asked: Promise<Finding>[] = [];
  if (attribute !== null) {
    const create = `deskbridge setup creates it (or Intercom, Settings, Data, Conversations: "${attribute}" as text); or conversationAttribute: null`;
    asked.push(examineName(checks.hasAttribute(attribute), `conversation attribute "${attribute}"`, create));
  }
  if (tag !== null) {
    const create = `deskbridge setup creates it (or Intercom, Settings, Tags: "${tag}"); or tag: null`;
    asked.push(examineName(checks.hasTag(tag), `tag "${tag}"`, create));
  }
  return Promise.all(asked);
}

function hintsFor({ webhookUrl }: IntercomAccount): Finding[] {
  const inboxApp = webhookUrl.replace('/webhooks/', '/inbox-app/');
  return [
    { mark: 'hint', text: `Developer Hub, your app, Webhooks: endpoint ${webhookUrl}, topics ${TOPICS.join(', ')}` },
    { mark: 'hint', text: `For rules on what happens in dialogs also the topics ${RULE_TOPICS.join(', ')}` },
    {
      mark: 'hint',
      text: `Developer Hub, your app, Canvas Kit, for the inbox: initialize URL ${inboxApp}/initialize, submit URL ${inboxApp}/submit`,
    },
    {
      mark: 'hint',
      text: 'Only a first note shows whether the token may write: Authentication must have "Write conversations" ticked',
    },
  ];
}

/** Stops at a dead token: what follows would only repeat it. */
export async function examineIntercom(account: IntercomAccount, now: Instant): Promise<AccountFindings> {
  const hints = hintsFor(account);
  try {
    await account.conversations.account();
  } catch (error) {
    return { findings: [explainAccount(error, account)], hints };
  }
  const alive = [
    ok('The token is accepted'),
    ok(`Workspace ${account.workspaceId} is the token's`),
    await examineRegion(account),
    ok(`Teammate ${account.authorAdminId}, in whose name notes are written, exists`),
  ];
  const reading = await examineReading(account, now);
  return { findings: [...alive, reading, ...(await examineNames(account))], hints };
}

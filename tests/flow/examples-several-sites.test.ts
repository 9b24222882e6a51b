// The example with several sites: which site an issue goes to, and that each workspace and each site keeps to itself.
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { addConversationAttribute, addTag } from '../../src/simulators/intercom/index.ts';
import { shown, tagsOf } from '../support/examples.ts';
import { readLines } from '../support/observe.ts';
import { type SeveralSites, startSeveralSites } from '../support/several-sites.ts';
import { inboxUrl, until, type World } from '../support/world.ts';

describe('the example with several sites', () => {
  let sites: SeveralSites;
  let world: World;
  beforeAll(async () => {
    sites = await startSeveralSites();
    ({ world } = sites);
    for (const name of ['Area', 'Jira issue']) addConversationAttribute(world.intercom.state, { name });
    addConversationAttribute(sites.bank.state, { name: 'Ticket key' });
    addTag(sites.bank.state, 'developers');
  });
  afterAll(() => sites.stop());
  afterEach(() => world.guard.assertNoProblems());

  const writes = (given: Parameters<World['intercom']['customerWrites']>[0] = {}): string => {
    const { conversationId } = world.intercom.customerWrites({
      name: 'Maria Okafor',
      email: 'maria@example.com',
      body: '<p>Maria Okafor here: I cannot pay. My number is +7 916 123-45-67, maria@example.com</p>',
      ...given,
    });
    return conversationId ?? '';
  };
  /** Asks for the incident by a note, and gives the issue that it made on a site. */
  async function incident(conversationId: string, site: 'product' | 'payments') {
    const { jira } = { jira: site === 'product' ? world.jira : sites.payments };
    const before = new Set(jira.created().map(({ key }) => key));
    world.intercom.teammateNotes({ conversationId, adminId: '901', body: '<p>/incident Cannot pay</p>' });
    const made = await until('the issue', () => jira.created().find(({ key }) => !before.has(key)));
    await sites.quiet();
    return shown({ jira }, made.key);
  }
  const attributes = (conversationId: string, values: Record<string, string>) =>
    world.intercom.act('teammate-sets-attributes', { conversationId, attributes: values });

  test('when nothing of the routes fits, then it goes to SUP, with no personal data', async () => {
    const issue = await incident(writes(), 'product');
    expect(issue).toMatchObject({ project: 'SUP', type: 'Bug', priority: 'Major', components: [] });
    expect(issue.custom).toMatchObject({ customfield_10050: 'unknown' });
    expect(issue.summary).toBe('Cannot pay');
    for (const secret of ['Maria', 'Okafor', '123-45-67', 'maria@']) expect(issue.text).not.toContain(secret);
    expect(issue.text).toContain('I cannot pay');
  });

  test('when the team is Billing, then it goes to the other site, as a defect', async () => {
    const conversationId = writes();
    world.intercom.teammateAssigns({ conversationId, assigneeType: 'team', assigneeId: '801' });
    const issue = await incident(conversationId, 'payments');
    expect(issue).toMatchObject({ project: 'PAY', type: 'Defect', priority: 'Major' });
  });

  test('when the area is the checkout, then it goes there too, before the tag is looked at', async () => {
    const conversationId = writes();
    attributes(conversationId, { Area: 'checkout' });
    world.intercom.teammateTags({ conversationId, tag: 'mobile' });
    expect(await incident(conversationId, 'payments')).toMatchObject({ project: 'PAY', type: 'Defect' });
  });

  test('when it is tagged as mobile, then it goes to MOB; and a big customer has a project of their own', async () => {
    const company = { companyId: 'big', name: 'Big', plan: 'Enterprise' };
    const mobile = writes({ company });
    world.intercom.teammateTags({ conversationId: mobile, tag: 'mobile' });
    expect(await incident(mobile, 'product')).toMatchObject({ project: 'MOB', components: ['App'] });
    const big = await incident(writes({ company }), 'product');
    expect(big).toMatchObject({ project: 'VIP', custom: { customfield_10050: 'Enterprise' } });
  });

  test('when it is a wish, then it is a story of IDEAS, without the conversation', async () => {
    const conversationId = writes({ body: '<p>A dark theme, please</p>' });
    world.intercom.teammateReplies({ conversationId, body: '<p>We will ask</p>' });
    const before = new Set(world.jira.created().map(({ key }) => key));
    world.intercom.teammateNotes({ conversationId, adminId: '901', body: '<p>/wish Dark theme</p>' });
    const made = await until('the wish', () => world.jira.created().find(({ key }) => !before.has(key)));
    await sites.quiet();
    const issue = shown(world, made.key);
    expect(issue).toMatchObject({ project: 'IDEAS', type: 'Story', summary: 'Dark theme', labels: [] });
    expect(issue.text).toContain('A dark theme, please');
    expect(issue.text).not.toContain('We will ask');
  });

  test('when a dialog of the bank is linked with a payment, then its own marks are set and its own rules hold', async () => {
    const { bank, payments } = sites;
    const { conversationId = '' } = bank.customerWrites({ name: 'Li', body: '<p>Charged twice</p>' });
    const issue = payments.createIssue({
      project: 'PAY',
      type: 'Defect',
      summary: 'Charged twice',
      description: `A customer waits: ${inboxUrl(conversationId, 'app.eu.intercom.com', 'bank1')}`,
    });
    await sites.quiet();
    const dialog = bank.state.conversations.get(conversationId);
    expect(dialog?.customAttributes).toMatchObject({ 'Ticket key': issue.key });
    expect(tagsOf({ intercom: bank }, conversationId)).toEqual(['developers']);
    expect(payments.issue(issue.key).remoteLinks).toHaveLength(1);
    const notes = () =>
      (dialog?.parts ?? [])
        .filter(({ partType, author }) => partType === 'note' && author.id === '901')
        .map(({ body }) => readLines(body ?? ''));
    expect(notes()).toHaveLength(1);
    const writtenBefore = world.intercom.listExchanges().length;
    payments.transitionIssue({ issue: issue.key, to: 'In Progress' });
    await sites.quiet();
    // Payments say what is tested; the product does not.
    payments.transitionIssue({ issue: issue.key, to: 'Testing' });
    await sites.quiet();
    bank.teammateCloses({ conversationId, adminId: '902' });
    await sites.quiet();
    payments.transitionIssue({ issue: issue.key, to: 'Done', resolution: 'Done' });
    await sites.quiet();
    expect(notes().map(([, line]) => line)).toEqual([
      expect.any(String),
      'Status: To Do → In Progress',
      'Status: In Progress → Testing',
      'Status: Testing → Done',
    ]);
    expect(dialog?.state).toBe('open');
    // Nothing of it touches the other workspace.
    expect(world.intercom.listExchanges()).toHaveLength(writtenBefore);
    const log = world.log.filter(({ level }) => level === 'error' || level === 'warn');
    expect(log).toEqual([]);
  });

  test('when a webhook names the other site, or the path lacks the secret, then it is refused', async () => {
    const body = JSON.stringify({ webhookEvent: 'jira:issue_updated', issue: { id: '1', key: 'PAY-1' } });
    const answers = await Promise.all([
      world.deliver('payments', body),
      world.deliver('payments/a-wrong-secret-of-the-path', body),
      world.deliver('product', body),
      world.deliver('nowhere', body),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([401, 401, 401, 404]);
  });
});

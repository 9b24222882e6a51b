/** Takes from the configuration what plans depend on. */
import type { DialogMarks, Rules } from '../domain/rules.ts';
import type { Config, IntercomConnection, JiraConnection } from './config.ts';

/** The rules that a configuration means. */
export function rulesOf(config: Config): Rules {
  const connections = Object.values(config.connections);
  const chats = connections.filter((connection): connection is IntercomConnection => connection.kind === 'intercom');
  const trackers = connections.filter((connection): connection is JiraConnection => connection.kind !== 'intercom');
  const marks = chats.map(({ name, conversationAttribute, tag }): [string, DialogMarks] => [
    name,
    { attribute: conversationAttribute, tag },
  ]);
  return {
    version: config.hash,
    locale: config.locale,
    timezone: config.timezone,
    chatSites: chats.map(({ name, workspaceId, appUrl }) => ({ connection: name, workspaceId, appUrl })),
    trackerSites: trackers.map(({ name, siteUrl }) => ({ connection: name, siteUrl })),
    marks: Object.fromEntries(marks),
    restrictedCommentsFrom: Object.entries(config.mirror.restrictedComments).flatMap(([project, policy]) =>
      policy === 'always' ? [project] : [],
    ),
    reopenOnDone: config.mirror.reopenOnDone,
    keepSnoozed: true,
    workflows: Object.values(config.workflows),
    texts: config.texts,
    businessHours: config.businessHours,
    supportNames: config.support,
    budgetActions: config.delivery.budget.actions,
  };
}

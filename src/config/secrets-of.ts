/** Lists every secret of the configuration and the environment, for the log to keep out. */
import type { Config, Environment } from './config.ts';

function passwordOf(url: string | undefined): string[] {
  if (url === undefined || !URL.canParse(url)) return [];
  const { password } = new URL(url);
  return password === '' ? [] : [password, decodeURIComponent(password)];
}

/** The values themselves: give them to nothing but the redaction. */
export function secretsOf(config: Config, environment: Environment): string[] {
  const ofConnections = Object.values(config.connections).flatMap((connection) =>
    connection.kind === 'intercom'
      ? [connection.accessToken, ...connection.clientSecrets]
      : [
          connection.apiToken ?? '',
          connection.personalAccessToken ?? '',
          connection.webhookPathSecret ?? '',
          ...connection.webhookSecrets,
        ],
  );
  const ofNotifications = Object.values(config.notifications).flatMap(({ webhook }) => [
    webhook,
    // A failing call may be told by its path alone.
    ...(URL.parse(webhook)
      ?.pathname.split('/')
      .filter((part) => part.length >= 16) ?? []),
    ...passwordOf(webhook),
  ]);
  const ofEnvironment = [
    environment.apiToken ?? '',
    ...passwordOf(environment.databaseUrl),
    ...passwordOf(environment.redisUrl),
    ...passwordOf(environment.httpProxy),
  ];
  return [...ofConnections, ...ofNotifications, ...ofEnvironment].filter((secret) => secret !== '');
}

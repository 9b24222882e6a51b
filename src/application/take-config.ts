// What is told and remembered when a running service takes a changed config file, or refuses it.
import type { Bridge } from './bridge.ts';

export interface TakenConfig {
  readonly version: string;
  readonly file: string;
  /** As it stands on the disk. */
  readonly text: string;
}

/** Remembers the file so that events can name it; an earlier refusal is over. */
export async function configTaken({ version, file, text }: TakenConfig, bridge: Bridge): Promise<void> {
  const now = bridge.now();
  await bridge.ledger.configs.remember({ hash: version, file, loadedAt: now, text });
  await bridge.ledger.upkeep.clearAlarm('config_refused', file, now);
}

const MESSAGES_IN_ALARM = 5;

/** Says so wherever somebody may look; the last good file stays in force. */
export async function configRefused(file: string, messages: readonly string[], bridge: Bridge): Promise<void> {
  for (const message of messages) bridge.telemetry.log('error', 'config.refused', { file, mistake: message });
  const { version } = bridge.configStatus();
  const shown = messages.slice(0, MESSAGES_IN_ALARM).join('\n');
  await bridge.ledger.upkeep.clearAlarm('config_refused', file, bridge.now());
  await bridge.ledger.upkeep.raiseAlarm({
    id: bridge.newId('al'),
    at: bridge.now(),
    kind: 'config_refused',
    subject: file,
    message: `The changed config file is not in force, ${version} stays: ${shown}\nMend it, and check it with: deskbridge config check`,
  });
}

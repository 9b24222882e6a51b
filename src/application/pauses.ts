// Connections that refuse our token: nothing is sent to them, and nothing is lost, until they take it again.
import type { Alarm, Ledger } from './ledger.ts';

export interface Pauses {
  isPaused(connection: string): boolean;
  reasonOf(connection: string): string | null;
  all(): ReadonlyMap<string, string>;
  pause(connection: string, reason: string): Promise<void>;
  resume(connection: string): Promise<void>;
}

/** Pauses as the ledger remembers them: a restart does not forget that a token is dead. */
export async function loadPauses(ledger: Ledger, now: () => number, newAlarmId: () => string): Promise<Pauses> {
  const paused = new Map<string, string>();
  for (const alarm of await ledger.upkeep.alarms()) {
    if (alarm.kind === 'connection_paused') paused.set(alarm.subject, alarm.message);
  }
  return {
    isPaused: (connection) => paused.has(connection),
    reasonOf: (connection) => paused.get(connection) ?? null,
    all: () => paused,
    pause: async (connection, reason) => {
      if (paused.has(connection)) return;
      paused.set(connection, reason);
      const alarm: Alarm = {
        id: newAlarmId(),
        at: now(),
        kind: 'connection_paused',
        subject: connection,
        message: reason,
      };
      await ledger.upkeep.raiseAlarm(alarm);
    },
    resume: async (connection) => {
      if (!paused.delete(connection)) return;
      await ledger.upkeep.clearAlarm('connection_paused', connection, now());
    },
  };
}

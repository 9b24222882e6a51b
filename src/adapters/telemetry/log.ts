// The log: one JSON line a thing, through winston, with secrets and personal data taken out.
import type { Logger } from 'winston';
import { onceLoaded } from './once-loaded.ts';

export interface Log {
  write(level: 'debug' | 'info' | 'warn' | 'error', event: string, fields: Readonly<Record<string, unknown>>): void;
  /** Waits until everything is written. */
  close(): Promise<void>;
}

export interface LogOptions {
  readonly level: 'error' | 'warn' | 'info' | 'debug';
  /** Values that must never appear, whatever the line says. */
  readonly secrets: readonly string[];
  readonly stream?: NodeJS.WritableStream;
}

const EMAIL = /[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/gu;
const PHONE = /\+\d[\d\s().-]{8,}\d/g;
const BEARER = /\b(Bearer|Basic)\s+[\w.~+/=-]{8,}/gi;

/** A secret as it may stand in a line: plain, inside JSON, inside an address. */
function formsOf(secret: string): string[] {
  return [...new Set([secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret)])];
}

/** Takes out what a log may not hold: our secrets, credentials, e-mail addresses and phone numbers. */
function redact(text: string, secrets: readonly string[]): string {
  let clean = text;
  for (const secret of secrets) {
    if (secret.length < 4) continue;
    for (const form of formsOf(secret)) clean = clean.replaceAll(form, '[secret]');
  }
  return clean.replace(BEARER, '$1 [secret]').replace(EMAIL, '[e-mail]').replace(PHONE, '[phone]');
}

/** Loading winston takes 50 ms of processor time. */
async function buildLogger(options: LogOptions): Promise<Logger> {
  const { default: winston } = await import('winston');
  return winston.createLogger({
    level: options.level,
    format: winston.format.printf(({ level, message, at, ...fields }) =>
      redact(JSON.stringify({ at, level, event: message, ...fields }), options.secrets),
    ),
    transports: [new winston.transports.Stream({ stream: options.stream ?? process.stdout })],
  });
}

const LEVELS = ['error', 'warn', 'info', 'debug'] as const;

/** A log on standard output (or another stream). The first line loads winston. */
export function createLog(options: LogOptions): Log {
  const threshold = LEVELS.indexOf(options.level);
  const withLogger = onceLoaded(() => buildLogger(options));
  return {
    write: (level, event, fields) => {
      // Before winston, which builds a line first and drops it afterwards.
      if (LEVELS.indexOf(level) > threshold) return;
      // The time of the line, not of its writing.
      const at = new Date().toISOString();
      withLogger((logger) => logger.log(level, event, { at, ...fields }));
    },
    // Exiting before this resolves loses lines: winston writes behind the caller's back.
    close: () =>
      new Promise((resolve) => {
        withLogger((logger) => {
          logger.once('finish', () => resolve());
          logger.end();
        });
      }),
  };
}

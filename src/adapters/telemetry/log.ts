// The log: one JSON line a thing, through winston, with secrets and personal data taken out.
import winston from 'winston';

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

/** Takes out what a log may not hold: our secrets, credentials, e-mail addresses and phone numbers. */
export function redact(text: string, secrets: readonly string[]): string {
  let clean = text;
  for (const secret of secrets) {
    if (secret.length >= 4) clean = clean.replaceAll(secret, '[secret]');
  }
  return clean.replace(BEARER, '$1 [secret]').replace(EMAIL, '[e-mail]').replace(PHONE, '[phone]');
}

/** A log on standard output (or another stream). */
export function createLog(options: LogOptions): Log {
  const stream = options.stream ?? process.stdout;
  const transport = new winston.transports.Stream({ stream });
  const logger = winston.createLogger({
    level: options.level,
    format: winston.format.combine(
      winston.format.timestamp(),
      winston.format.printf((info) => {
        const { level, message, timestamp, ...fields } = info;
        return redact(JSON.stringify({ at: timestamp, level, event: message, ...fields }), options.secrets);
      }),
    ),
    transports: [transport],
  });
  return {
    write: (level, event, fields) => {
      logger.log(level, event, fields);
    },
    // Exiting before this resolves loses lines: winston writes behind the caller's back.
    close: () =>
      new Promise((resolve) => {
        logger.once('finish', () => resolve());
        logger.end();
      }),
  };
}

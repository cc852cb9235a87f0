import { pino, type Logger } from 'pino';

/** Where log lines go. */
export interface LogTarget {
  write(line: string): void;
}

/** Opens the log: JSON lines, on stderr unless told otherwise. Of an error it tells what happened, never with what. */
export function openLog(level: string, target: LogTarget = pino.destination({ dest: 2, sync: false })): Logger {
  return pino({ level, base: null, serializers: { err: describe } }, target);
}

/** Errors of clients and drivers carry requests, parameters and answers along: their name, code and words are enough. */
function describe(error: unknown): object {
  if (!(error instanceof Error)) return { message: String(error) };
  const code = 'code' in error ? error.code : undefined;
  const cause = error.cause instanceof Error ? { cause: error.cause.message } : {};
  return { type: error.name, code, message: error.message, ...cause, stack: error.stack };
}

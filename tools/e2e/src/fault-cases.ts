import type { FaultCase } from './fault-config.js';
import type { LaneDialect } from './lane-config.js';

/**
 * What must happen: how the caller is answered, and how often the first and second target are asked. A status stands for an
 * error answer in the caller's dialect; `broken` for a stream that ends in the dialect's error event; `passed on` for bytes
 * the SDK cannot read, which between equal dialects are the provider's own.
 */
export type Expected = `${string}; asked ${number}+${number}`;

/** A fault with what must happen, unary and streaming, without and with a second target. */
export interface FaultRow {
  readonly fault: string;
  readonly timeouts?: Readonly<Record<string, number>>;
  readonly unary: readonly [alone: Expected, withSecond: Expected];
  readonly stream: readonly [alone: Expected, withSecond: Expected];
  /** Where a dialect or lane has a way of its own. */
  readonly except?: (fault: FaultCase) => Expected | undefined;
}

const served = (first: number): Expected => `answered by faulty; asked ${first}+0`;
const rescued = (first: number): Expected => `answered by healthy; asked ${first}+1`;
const same = (alone: Expected, withSecond: Expected) =>
  ({ unary: [alone, withSecond], stream: [alone, withSecond] }) as const;
const plain = { ...same(served(1), served(1)) };
const failed = (errorClass: string, asked: number): Expected => `502 upstream-failed ${errorClass}; asked ${asked}+0`;
const refused = `400 invalid-request caller_fault; asked 1+0` as const;
const broken = `broken upstream-failed broken_stream; asked 1+0` as const;

/** Short limits, which the slow faults run into. */
const impatient = { first_byte_ms: 500, first_token_ms: 800, idle_ms: 600, total_ms: 1500 };
const timedOut = `504 upstream-timeout timeout; asked 1+0` as const;
const denied = (errorClass: string): Expected => `503 upstream-access-denied ${errorClass}; asked 1+0`;

const passedOn = 'passed on; asked 1+0';

/** Whether caller and target speak the same dialect. */
export const isSameLane = (fault: FaultCase): boolean => fault.callerDialect === fault.targetDialect;

/** The last event of Responses is the answer's end itself: without it the answer is broken. */
const isResponsesStream = (fault: FaultCase): boolean => fault.stream && fault.targetDialect === 'openai-responses';

/** The table: behaviours of the simulated provider, and what the router makes of them. */
export const faultRows: readonly FaultRow[] = [
  { fault: '429-hint-once', ...same(served(2), rescued(1)) },
  { fault: '429-lasting', ...same('503 upstream-rate-limited rate_limited; asked 1+0', rescued(1)) },
  { fault: '500-once', ...same(served(2), served(2)) },
  { fault: '500-lasting', ...same(failed('server_error', 2), rescued(2)) },
  { fault: '503-lasting', ...same(failed('overloaded', 2), rescued(1)) },
  { fault: '529', ...same(failed('overloaded', 2), rescued(1)) },
  { fault: 'reset', ...same(failed('reset', 2), rescued(2)) },
  { fault: 'reset-once', ...same(served(2), served(2)) },
  { fault: 'silence', timeouts: impatient, ...same(timedOut, rescued(1)) },
  { fault: 'first-token-late', timeouts: impatient, ...same(timedOut, rescued(1)) },
  {
    fault: 'die-mid-stream',
    unary: [failed('broken_stream', 1), rescued(1)],
    stream: [broken, broken],
  },
  {
    fault: 'end-mid-stream',
    unary: [failed('server_error', 2), rescued(2)],
    stream: [broken, broken],
  },
  {
    fault: 'stall-mid-stream',
    timeouts: impatient,
    unary: [timedOut, rescued(1)],
    stream: ['broken upstream-timeout timeout; asked 1+0', 'broken upstream-timeout timeout; asked 1+0'],
  },
  {
    fault: 'error-mid-stream',
    unary: [failed('overloaded', 2), rescued(1)],
    stream: ['broken upstream-failed overloaded; asked 1+0', 'broken upstream-failed overloaded; asked 1+0'],
  },
  {
    fault: 'bad-event',
    unary: [failed('server_error', 2), rescued(2)],
    stream: [broken, broken],
    except: (fault) => (isSameLane(fault) && fault.stream ? passedOn : undefined),
  },
  { fault: 'error-first-event', ...same(failed('overloaded', 2), rescued(1)) },
  { fault: 'error-in-200', ...same(failed('server_error', 2), rescued(2)) },
  { fault: 'html-page', ...same(failed('server_error', 2), rescued(2)) },
  { fault: 'html-page-in-200', ...same(failed('server_error', 2), rescued(2)) },
  { fault: 'redirect', ...same(failed('server_error', 2), rescued(2)) },
  { fault: 'context-length', ...same(refused, refused) },
  { fault: 'content-policy', ...same(refused, refused) },
  { fault: '401', ...same(denied('credential_rejected'), rescued(1)) },
  { fault: '403', ...same(denied('access_denied'), rescued(1)) },
  { fault: '404-model', ...same(denied('access_denied'), rescued(1)) },
  { fault: '402', ...same('503 upstream-quota-exhausted quota_exhausted; asked 1+0', rescued(1)) },
  { fault: 'no-quota', ...same('503 upstream-quota-exhausted quota_exhausted; asked 1+0', rescued(1)) },
  {
    fault: 'no-terminal',
    ...plain,
    except: (fault) => (isResponsesStream(fault) ? 'broken upstream-failed broken_stream; asked 1+0' : undefined),
  },
  {
    fault: 'no-terminal-open',
    timeouts: { idle_ms: 600 },
    ...plain,
    except: (fault) => (isResponsesStream(fault) ? 'broken upstream-timeout timeout; asked 1+0' : undefined),
  },
  {
    fault: 'usage-never',
    ...plain,
    // the SDK of this dialect cannot do without usage
    except: (fault) => (isSameLane(fault) && fault.callerDialect === 'anthropic-messages' ? passedOn : undefined),
  },
  { fault: 'usage-twice', ...plain },
  { fault: 'duplicate-terminal', ...plain },
  { fault: 'gzip', ...plain },
  { fault: 'byte-split', ...plain },
  { fault: 'event-after-data', ...plain },
  { fault: 'crlf', ...plain },
  { fault: 'comments', ...plain },
  { fault: 'slow-headers', ...plain },
];

/** Every caller on its own lane and on a translated one. */
export const lanes: readonly (readonly [LaneDialect, LaneDialect])[] = [
  ['openai-chat', 'openai-chat'],
  ['openai-responses', 'openai-responses'],
  ['anthropic-messages', 'anthropic-messages'],
  ['openai-chat', 'anthropic-messages'],
  ['openai-responses', 'openai-chat'],
  ['anthropic-messages', 'openai-responses'],
];

/** The cases of one fault: lanes, unary and streaming, without and with a second target. */
export function casesOf(row: FaultRow): readonly FaultCase[] {
  const { fault, timeouts = {} } = row;
  const arrangements = ([false, true] as const).flatMap((stream) =>
    (['one', 'two'] as const).map((targets) => ({ stream, targets })),
  );
  return arrangements.flatMap(({ stream, targets }) =>
    lanes.map(([callerDialect, targetDialect]) => {
      const name = [fault, short(callerDialect), short(targetDialect), stream ? 'stream' : 'unary', targets].join('.');
      return { name, fault, callerDialect, targetDialect, stream, targets, timeouts };
    }),
  );
}

/** What must happen in a case. */
export function expectedOf(row: FaultRow, fault: FaultCase): Expected {
  const [alone, withSecond] = fault.stream ? row.stream : row.unary;
  const exception = row.except?.(fault);
  if (exception !== undefined) return exception;
  return fault.targets === 'one' ? alone : withSecond;
}

/** Names of groups and providers are bounded in length. */
const short = (dialect: LaneDialect): string => dialect.split('-')[1] ?? dialect;

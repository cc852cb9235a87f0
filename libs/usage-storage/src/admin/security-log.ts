import { randomUUID } from 'node:crypto';
import { sql, type Kysely } from 'kysely';
import { reasonOf } from '../reason-of.js';
import { tellOutage, type OutageTeller } from '../tell-outage.js';
import type { Tables } from '../tables.js';
import type { SecurityEvent } from './security-event.js';

/** Events of one kind stored one by one within a minute; further ones are counted by address. */
const onePerMinute = 60;

/** Events that may wait for a database that is away; further ones are counted too. */
const mostWaiting = 2000;

/** Addresses that are counted apart within a minute and a kind; what others do is counted together. */
const mostAddresses = 50;

const minuteMs = 60_000;
const retryMs = 1000;
const batchSize = 200;

/** Writes events of access to the database, in the background and in bounded numbers. */
export interface SecurityLog {
  /** Resolves when the event is stored, counted, or kept for a database that is away. */
  note(event: SecurityEvent): Promise<void>;
  close(): Promise<void>;
}

interface Row {
  readonly id: string;
  readonly event: SecurityEvent;
  readonly count: number;
  /** Lets go of whoever waits for it. */
  readonly letGo: () => void;
}

/** Events of one kind within one minute. */
interface Minute {
  readonly first: SecurityEvent;
  readonly startedAt: number;
  stored: number;
  /** Events beyond those stored, by address; `undefined` stands for all others. */
  readonly counted: Map<string | undefined, number>;
}

interface LogState {
  readonly database: Kysely<Tables>;
  readonly outage: OutageTeller;
  readonly waiting: Row[];
  readonly minutes: Map<string, Minute>;
  flushing: Promise<void> | undefined;
  timer: NodeJS.Timeout | undefined;
}

const outageWords = {
  lost: 'events of access are kept until the database is back',
  back: 'events of access are stored again',
};

/** Opens the log of access. */
export function startSecurityLog(database: Kysely<Tables>, onProblem: (message: string) => void): SecurityLog {
  const state: LogState = {
    ...{ database, outage: tellOutage(outageWords, onProblem), waiting: [], minutes: new Map() },
    ...{ flushing: undefined, timer: undefined },
  };
  return {
    note: (event) => note(state, event),
    close: async () => {
      closeMinutes(state, Number.POSITIVE_INFINITY);
      await state.flushing;
      await startFlush(state);
      clearTimeout(state.timer);
    },
  };
}

function note(state: LogState, event: SecurityEvent): Promise<void> {
  closeMinutes(state, event.at);
  const minute = minuteOf(state, event);
  if (minute.stored >= onePerMinute || state.waiting.length >= mostWaiting) {
    count(minute, event.address);
    schedule(state, minuteMs);
    return Promise.resolve();
  }
  minute.stored += 1;
  return new Promise((letGo) => {
    state.waiting.push({ id: randomUUID(), event, count: 1, letGo });
    void startFlush(state); // it reports its failures itself
  });
}

function minuteOf({ minutes }: LogState, event: SecurityEvent): Minute {
  const kind = [event.surface, event.type, event.outcome, event.reason].join(' ');
  const known = minutes.get(kind);
  if (known !== undefined) return known;
  const minute = { first: event, startedAt: event.at, stored: 0, counted: new Map<string | undefined, number>() };
  minutes.set(kind, minute);
  return minute;
}

function count({ counted }: Minute, address: string | undefined): void {
  const key = counted.has(address) || counted.size < mostAddresses ? address : undefined;
  counted.set(key, (counted.get(key) ?? 0) + 1);
}

/** What was only counted becomes a row per kind and address, which says nothing else. */
function closeMinutes(state: LogState, now: number): void {
  for (const [kind, minute] of state.minutes) {
    if (now - minute.startedAt < minuteMs) continue;
    state.minutes.delete(kind);
    const { type, outcome, reason, surface } = minute.first;
    for (const [address, number] of minute.counted) {
      const event = { at: minute.startedAt, type, outcome, reason, surface, address };
      state.waiting.push({ id: randomUUID(), event, count: number, letGo: () => undefined });
    }
  }
}

function startFlush(state: LogState): Promise<void> {
  state.flushing ??= flush(state).then((isDone) => {
    state.flushing = undefined;
    if (!isDone) return schedule(state, retryMs);
    if (state.waiting.length > 0) void startFlush(state); // came in at the last moment
  });
  return state.flushing;
}

/** Stores what waits; while the database is away it is kept, and nobody is made to wait for it. */
async function flush(state: LogState): Promise<boolean> {
  try {
    while (state.waiting.length > 0) {
      const batch = state.waiting.slice(0, batchSize);
      await insert(state.database, batch);
      state.waiting.splice(0, batch.length);
      for (const row of batch) row.letGo();
      state.outage.over();
    }
    return true;
  } catch (error) {
    state.outage.failed(reasonOf(error));
    for (const row of state.waiting) row.letGo();
    return false;
  }
}

function schedule(state: LogState, delayMs: number): void {
  state.timer ??= setTimeout(() => {
    state.timer = undefined;
    closeMinutes(state, Date.now());
    void startFlush(state); // it reports its failures itself
  }, delayMs).unref();
}

/** An event that was stored although the answer was lost is not stored twice. */
async function insert(database: Kysely<Tables>, rows: readonly Row[]): Promise<void> {
  const values = rows.map(({ id, event, count }) => {
    const cells = [
      ...[new Date(event.at), id, event.type, event.outcome, event.reason, event.surface, event.subject, event.domain],
      ...[event.method, event.pathTemplate, event.status, event.address, event.userAgentFamily],
      ...[event.requestId, event.tokenId, count],
    ];
    return sql`(${sql.join(cells.map((cell) => cell ?? null))})`;
  });
  await sql`insert into security_access_events (started_at, event_id, event_type, outcome, reason_code, surface, subject,
    domain, http_method, path_template, status, address, user_agent_family, request_id, token_id, event_count)
    values ${sql.join(values)} on conflict do nothing`.execute(database);
}

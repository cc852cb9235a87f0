import { Redis } from 'ioredis';
import { createGiveUpTime, type GiveUpTime } from './give-up-time.js';
import { inTime } from './in-time.js';
import type { Script } from './scripts.js';

/** The way to one Redis: a command is answered within the timeout, or rejects and is not acted on later. */
export interface RedisLink {
  /** Runs a script in one round trip. `nowMs` is the time to count by; `undefined` the server's. */
  run(script: Script, question: unknown, nowMs?: number): Promise<unknown>;
  /** The values of these names under the tag `state`, in their order. */
  read(names: readonly string[]): Promise<readonly (string | null)[]>;
  readonly giveUpTime: GiveUpTime;
  /** Hears of each connection that is made anew. */
  onConnected(listener: () => void): void;
  close(): void;
}

/** Where the Redis is and how long it may take. */
export interface RedisLinkOptions {
  readonly redisUrl: string;
  readonly commandTimeoutMs: number;
  readonly keyPrefix: string;
}

/** A connection that is silent for so many command timeouts is made anew: its packets may go nowhere. */
const silentTimeouts = 100;
const shortestSilenceMs = 1_000;
const longestReconnectMs = 1_000;
const connectTimeoutMs = 2_000;

/** Begins to connect, and goes on trying for ever. Nothing is queued while there is no connection. */
export function openRedisLink(options: RedisLinkOptions): RedisLink {
  const { commandTimeoutMs, keyPrefix } = options;
  const giveUpTime = createGiveUpTime();
  const redis = connect(options);
  const homeOf = (tag: Script['tag']): string => `${keyPrefix}{${tag}}:`;
  return {
    giveUpTime,
    async run(script, question, nowMs) {
      const giveUpAt = script.late === 'welcome' ? 0 : giveUpTime.atServer(performance.now() + commandTimeoutMs);
      const rest = [homeOf(script.tag), nowMs === undefined ? '' : String(nowMs), giveUpAt, JSON.stringify(question)];
      const answer = redis.evalsha(script.sha1, 1, ...rest).catch((error: unknown) => {
        if (!isUnknownScript(error)) throw error;
        return redis.eval(script.lua, 1, ...rest);
      });
      return inTime(answer, commandTimeoutMs);
    },
    async read(names) {
      const keys = names.map((name) => homeOf('state') + name);
      return keys.length === 0 ? [] : inTime(redis.mget(keys), commandTimeoutMs);
    },
    onConnected: (listener) => void redis.on('ready', listener),
    close: () => redis.disconnect(),
  };
}

function connect({ redisUrl, commandTimeoutMs }: RedisLinkOptions): Redis {
  const redis = new Redis(redisUrl, {
    connectTimeout: connectTimeoutMs,
    socketTimeout: Math.max(shortestSilenceMs, silentTimeouts * commandTimeoutMs),
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    retryStrategy: (attempt) => Math.min(longestReconnectMs, attempt * commandTimeoutMs),
    // A server that is still loading refuses commands, which is all we need to know.
    enableReadyCheck: false,
    disableClientInfo: true,
  });
  redis.on('error', () => undefined); // every command and heartbeat tells of its own failure
  return redis;
}

/** A server that was started anew has forgotten its scripts. Not by `instanceof`: inside a test runner there are several Errors. */
function isUnknownScript(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'message' in error && `${error.message}`.startsWith('NOSCRIPT');
}

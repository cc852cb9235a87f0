import type { Rng } from '@smart-router/core';
import { createMemoryLimitStore, type SeedableLimitStore } from '@smart-router/traffic-shaping';
import { createDegradingStore } from './degrading-store.js';
import { createNotices, type Notices } from './notices.js';
import { startPulse } from './pulse.js';
import { createRedisLimitStore } from './redis-limit-store.js';
import { openRedisLink } from './redis-link.js';

/** Where the shared state is, and how this replica lives with it. */
export interface SharedLimitStoreOptions {
  readonly redisUrl: string;
  /** The longest wait for one command, milliseconds. */
  readonly commandTimeoutMs: number;
  /** Among how many limits are divided while Redis has never been seen. */
  readonly expectedReplicas: number;
  /** What every key begins with. */
  readonly keyPrefix: string;
  /** This replica's clock, for when it is alone: milliseconds since the epoch. */
  now(): number;
  readonly rng: Rng;
  /** Hears, in one line, that Redis went away or came back. */
  onProblem?(message: string): void;
}

/** The limits of all replicas; while Redis is away, this replica's share of them. */
export interface SharedLimitStore extends SeedableLimitStore {
  /** Whether this replica counts on its own now. */
  degraded(): boolean;
  /** Replicas that shared the limits when Redis last told. */
  replicas(): number;
  /** What replicas tell each other beside. */
  readonly notices: Notices;
  close(): Promise<void>;
}

/** Opens the store at once, whether or not Redis is there. None of its calls rejects or outlasts the command timeout. */
export function openSharedLimitStore(options: SharedLimitStoreOptions): SharedLimitStore {
  const { now, rng, expectedReplicas, onProblem = () => undefined } = options;
  const link = openRedisLink(options);
  const pulse = startPulse({
    link,
    expectedReplicas,
    onAnswering: () => store.catchUp(),
    onUp() {
      onProblem('redis answers: limits are shared');
      // What came between the last telling and this moment; when it fails, the next recovery tells it.
      store.catchUp().catch(() => undefined);
    },
    onDown(reason) {
      store.cutOff();
      onProblem(
        `redis is away (${reason}): this replica holds its share of the limits alone, and knows what it sees itself`,
      );
    },
  });
  const local = createMemoryLimitStore({ now, rng });
  const store = createDegradingStore({ shared: createRedisLimitStore(link, rng), local, pulse, now });
  return {
    ...store,
    degraded: () => !pulse.isUp(),
    replicas: () => pulse.replicas(),
    notices: createNotices(link, () => pulse.isUp()),
    async close() {
      await pulse.stop();
      link.close();
    },
  };
}

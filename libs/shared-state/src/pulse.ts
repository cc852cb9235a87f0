import { randomUUID } from 'node:crypto';
import type { RedisLink } from './redis-link.js';
import { scripts } from './scripts.js';

/** Whether Redis answers, and how many replicas it has heard of. It is the breaker: one failure opens it, one beat closes it. */
export interface Pulse {
  isUp(): boolean;
  /** Replicas alive when Redis last told; the expected ones when it never did. */
  replicas(): number;
  /** A command failed: nobody asks again before the next beat has been answered. */
  failed(error: unknown): void;
  stop(): Promise<void>;
}

/** What a pulse needs. */
export interface PulseOptions {
  readonly link: RedisLink;
  readonly expectedReplicas: number;
  /** Redis answers: it counts as there again when this has resolved, and not at all when it rejects. */
  onAnswering(): Promise<void>;
  /** Hears that Redis is there. */
  onUp(): void;
  /** Hears that it is gone, and why. */
  onDown(reason: string): void;
}

/** How often Redis is asked for a sign of life: the longest it can be back without being used. */
const beatEveryMs = 500;

/** A replica that has been silent for so long is taken for gone: some beats may be missed. */
const lifeMs = 5_000;

/** Begins to beat. Until the first beat is answered, Redis counts as away. */
export function startPulse(options: PulseOptions): Pulse {
  const { link, expectedReplicas } = options;
  const replica = randomUUID();
  let up = false;
  let comingUp = false;
  let replicas = expectedReplicas;

  const failed = (error: unknown): void => {
    if (!up) return;
    up = false;
    options.onDown(error instanceof Error ? error.message : String(error));
  };
  const beat = async (): Promise<void> => {
    try {
      const answer = await link.run(scripts.beat, { replica, lifeMs, leaving: false });
      // Our own script wrote it: how many replicas live, and the server's time.
      const [alive, serverMs] = answer as [number, number];
      link.giveUpTime.learn(serverMs, performance.now());
      replicas = Math.max(1, alive);
      if (!up && !comingUp) await comeUp();
    } catch (error) {
      failed(error);
    }
  };
  const comeUp = async (): Promise<void> => {
    comingUp = true;
    try {
      await options.onAnswering();
      up = true;
      options.onUp();
    } finally {
      comingUp = false;
    }
  };
  link.onConnected(() => void beat());
  const timer = setInterval(() => void beat(), beatEveryMs).unref();
  return {
    isUp: () => up,
    replicas: () => replicas,
    failed,
    async stop() {
      clearInterval(timer);
      // Who cannot say goodbye is forgotten all the same.
      if (up) await link.run(scripts.beat, { replica, lifeMs, leaving: true }).catch(() => undefined);
      up = false;
    },
  };
}

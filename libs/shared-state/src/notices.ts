import { randomUUID } from 'node:crypto';
import type { RedisLink } from './redis-link.js';
import { scripts } from './scripts.js';

/** Something a replica has to tell all others. */
export interface Notice {
  readonly text: string;
  /** How long ago it was true, milliseconds: the clocks of replicas differ. */
  readonly ageMs: number;
}

/** What replicas tell each other. */
export interface Notices {
  /**
   * Tells the others, and returns what they have told since the last time; at first, what they told in a quarter of an
   * hour. `undefined` when Redis is away or slow: then nothing was heard, and what was to be told may be told again. Each
   * notice is heard once.
   */
  exchange(told: readonly NumberedNotice[]): Promise<readonly Notice[] | undefined>;
}

/** A notice of this replica's: a later one has a higher number. */
export interface NumberedNotice extends Notice {
  readonly number: number;
}

/** So long Redis keeps a notice, for replicas that come later or were cut off. */
const keptMs = 900_000;

/** A bound on the server's memory, should more replicas tell more than they should. */
const maxNotices = 20_000;

/** Read at once: a few hundred kilobytes at most, so that limits are not kept waiting. */
const most = 32;

/** How many trips one exchange may take; what is left is read by the next. */
const maxTrips = 64;

/** Beyond so many replicas the first are forgotten. */
const maxReplicas = 1_000;

/** Begins with everything that is still kept. */
export function createNotices(link: RedisLink, isUp: () => boolean): Notices {
  const replica = randomUUID();
  const lastHeard = new Map<string, number>();
  let after = '0-0';

  const isNew = (by: string, number: number): boolean => {
    if (number <= (lastHeard.get(by) ?? -Infinity)) return false;
    lastHeard.set(by, number);
    for (const first of lastHeard.keys()) if (lastHeard.size > maxReplicas) lastHeard.delete(first);
    return true;
  };
  const trip = async (told: readonly NumberedNotice[]) => {
    const question = { replica, notices: told, after, most, keptMs, maxNotices };
    // Our own script wrote it: the last id, how many were read, the server's time, and what others told.
    const answer = await link.run(scripts.notices, question);
    return answer as readonly [string, number, string, readonly (readonly [string, string, string, string])[]];
  };
  return {
    async exchange(told) {
      const heard: Notice[] = [];
      try {
        for (let trips = 0; isUp() && trips < maxTrips; trips += 1) {
          const [last, count, now, entries] = await trip(trips === 0 ? told : []);
          after = last;
          for (const [by, number, at, text] of entries) {
            const ageMs = Number(now) - Number(at);
            if (isSound(Number(number), ageMs) && isNew(by, Number(number))) heard.push({ text, ageMs });
          }
          if (count < most) return heard;
        }
      } catch {
        // Redis is slow, or away as the heartbeat will find; what was read counts, and is not read again.
      }
      return heard.length > 0 ? heard : undefined;
    },
  };
}

/** Somebody else may have written there. */
function isSound(number: number, ageMs: number): boolean {
  return Number.isSafeInteger(number) && ageMs >= 0 && ageMs <= 2 * keptMs;
}

import type { SeenRequest } from './seen-request.js';

/** A record while it grows. */
export type GrowingRecord = { -readonly [Key in keyof SeenRequest]: SeenRequest[Key] };

/** What the provider remembers between requests. */
export interface Memory {
  /** Milliseconds since the provider started. */
  clock(): number;
  record(seen: GrowingRecord): void;
  /** Tells whoever listens that the record is complete. */
  ended(seen: SeenRequest): void;
  records(): readonly SeenRequest[];
  /** Counts a request for its caller, and tells what there was before. */
  count(caller: string): { readonly former: number; readonly sinceFirstMs: number };
  /** How many answers of a caller are under way. */
  underWay(caller: string): number;
  /** An answer of a caller begins; call the result when it is over. */
  begin(caller: string): () => void;
  /** A hexadecimal id that no other answer of this provider has. */
  nextId(): string;
  reset(): void;
}

/** More than a long load test needs to look at. */
const maxRecords = 10_000;

/** What a memory depends on. */
export interface MemorySettings {
  now(): number;
  /** What its ids begin with. */
  readonly prefix: number;
  onEnd?(seen: SeenRequest, startedAtMs: number): void;
}

/** Opens an empty memory. */
export function openMemory({ now, prefix, onEnd }: MemorySettings): Memory {
  const startedAt = now();
  const records: GrowingRecord[] = [];
  const callers = new Map<string, { count: number; readonly since: number }>();
  const answers = new Map<string, number>();
  let serial = 0;
  return {
    clock: () => now() - startedAt,
    record(seen) {
      records.push(seen);
      if (records.length > maxRecords) records.splice(0, maxRecords / 10); // many at once: shifting one by one is slow
    },
    ended: (seen) => onEnd?.(seen, startedAt),
    records: () => [...records],
    count(caller) {
      const known = callers.get(caller) ?? { count: 0, since: now() };
      callers.set(caller, { ...known, count: known.count + 1 });
      return { former: known.count, sinceFirstMs: now() - known.since };
    },
    underWay: (caller) => answers.get(caller) ?? 0,
    begin(caller) {
      answers.set(caller, (answers.get(caller) ?? 0) + 1);
      return () => void answers.set(caller, (answers.get(caller) ?? 0) - 1);
    },
    nextId: () => prefix.toString(16).padStart(4, '0') + (serial += 1).toString(16).padStart(20, '0'),
    reset() {
      records.length = 0;
      callers.clear();
    },
  };
}

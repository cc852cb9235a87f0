import type { KeyRecord } from '@smart-router/keys';
import { reasonOf } from '../reason-of.js';
import type { KeySnapshotOptions, SnapshotReading, SnapshotState } from './key-snapshot.js';
import { readSnapshot } from './read-snapshot.js';
import { createSealer, type Sealing } from './seal.js';
import { writeSnapshot } from './write-snapshot.js';

/** Changes that come together are written together. */
const gatherMs = 1000;

/** Unchanged keys are written anew this often, so that the age of the file is that of the last word of the database. */
const renewMs = 10 * 60 * 1000;

/** A disk that refused is asked again after this long. */
const retryMs = 30_000;

/** Keeps the snapshot file of a key directory. */
export interface SnapshotKeeper {
  /** What the file holds; a refusal is told of. */
  read(): Promise<SnapshotReading>;
  /** The database told all that is known now. */
  confirm(news: 'changed' | 'unchanged'): void;
  state(): SnapshotState;
  /** Writes what waits to be written. */
  close(): Promise<void>;
}

/** What a keeper writes, and whom it tells. */
export interface SnapshotSource {
  /** The keys as of the database's last word; that word's time in milliseconds since the epoch. */
  current(): { readonly records: Iterable<KeyRecord>; readonly asOfMs: number };
  readonly onProblem: (message: string) => void;
}

/** Keeps no file and costs nothing. */
export const noSnapshot: SnapshotKeeper = {
  read: () => Promise.resolve({ kind: 'absent' }),
  confirm: () => undefined,
  state: () => ({ asOfMs: undefined, problem: undefined }),
  close: () => Promise.resolve(),
};

/** Keeps a file, some time behind the keys; the disk never holds anybody up. */
export function keepSnapshot(options: KeySnapshotOptions, source: SnapshotSource): SnapshotKeeper {
  let sealer: Promise<() => Sealing> | undefined;
  let state: SnapshotState = { asOfMs: undefined, problem: undefined };
  let timer: NodeJS.Timeout | undefined;
  let isWaiting = false;
  let writing: Promise<void> = Promise.resolve();
  let writtenAtMs = -Infinity;
  let notBeforeMs = -Infinity;

  const write = async (): Promise<void> => {
    isWaiting = false;
    const content = source.current();
    try {
      sealer ??= createSealer(options.encryptionKey);
      await writeSnapshot(options.file, (await sealer)(), content);
      writtenAtMs = performance.now();
      state = { asOfMs: content.asOfMs, problem: undefined };
    } catch (error) {
      isWaiting = true;
      notBeforeMs = performance.now() + retryMs;
      complain(`cannot be written: ${reasonOf(error)}`);
    }
  };
  const complain = (problem: string): void => {
    if (problem !== state.problem) source.onProblem(`the key snapshot ${options.file} ${problem}`);
    state = { ...state, problem };
  };
  const flush = (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    if (isWaiting) writing = writing.then(write);
    return writing;
  };
  return {
    async read() {
      const reading = await readSnapshot(options, Date.now());
      if (reading.kind === 'read') state = { asOfMs: reading.asOfMs, problem: undefined };
      if (reading.kind === 'refused') complain(`is not used: ${reading.reason}`);
      return reading;
    },
    confirm(news) {
      const now = performance.now();
      if (news === 'changed' || now - writtenAtMs >= renewMs) isWaiting = true;
      if (isWaiting && now >= notBeforeMs) timer ??= setTimeout(() => void flush(), gatherMs).unref();
    },
    state: () => state,
    close: flush,
  };
}

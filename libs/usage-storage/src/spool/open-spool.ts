import { randomUUID } from 'node:crypto';
import { join, resolve } from 'node:path';
import { claimFolder } from './claim-folder.js';
import { FileSpool } from './file-spool.js';
import { thisOwner } from './folder-owner.js';
import type { Spool, SpoolOptions } from './spool.js';

const mebibyte = 1024 ** 2;
const gibibyte = 1024 ** 3;

/**
 * Opens a spool for this process and adopts the folders of processes that are gone. Throws when the directory cannot
 * be written. A record is safe from `kill -9` when `record` returns, and from a power cut `fsyncIntervalMs` later.
 */
export function openSpool(options: SpoolOptions): Spool {
  const directory = resolve(options.directory);
  const writerId = randomUUID();
  const maxBytes = options.maxBytes ?? gibibyte;
  const adopter = { directory, folder: join(directory, writerId), self: thisOwner() };
  claimFolder(adopter);
  return new FileSpool({
    writerId,
    adopter,
    fsyncIntervalMs: options.fsyncIntervalMs ?? 50,
    maxBytes,
    onFull: options.onFull ?? 'refuse',
    // A file goes only as a whole: of a small spool it may not be the larger part.
    segmentBytes: options.segmentBytes ?? Math.min(8 * mebibyte, Math.max(1, Math.floor(maxBytes / 4))),
    onProblem: options.onProblem ?? (() => undefined),
  });
}

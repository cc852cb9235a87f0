import { randomUUID } from 'node:crypto';
import { join, resolve } from 'node:path';
import { claimFolder } from './claim-folder.js';
import { FileSpool } from './file-spool.js';
import { thisOwner } from './folder-owner.js';
import type { Spool, SpoolOptions } from './spool.js';

const gibibyte = 1024 ** 3;

/**
 * Opens a spool for this process and adopts the folders of processes that are gone. Throws when the directory cannot
 * be written. A record is safe from `kill -9` when `record` returns, and from a power cut `fsyncIntervalMs` later.
 */
export function openSpool(options: SpoolOptions): Spool {
  const directory = resolve(options.directory);
  const writerId = randomUUID();
  const adopter = { directory, folder: join(directory, writerId), self: thisOwner() };
  claimFolder(adopter);
  return new FileSpool({
    writerId,
    adopter,
    fsyncIntervalMs: options.fsyncIntervalMs ?? 50,
    maxBytes: options.maxBytes ?? gibibyte,
    onFull: options.onFull ?? 'refuse',
    segmentBytes: options.segmentBytes ?? 8 * 1024 * 1024,
    onProblem: options.onProblem ?? (() => undefined),
  });
}

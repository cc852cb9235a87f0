import { mkdir, open, rename, rm, type FileHandle } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';
import type { KeyRecord } from '@smart-router/keys';
import { syncFolder } from '../spool/sync-folder.js';
import { keyLine } from './key-lines.js';
import type { Sealing } from './seal.js';

/** Lines turned into text at once: a few milliseconds of work, so that requests are not held up. */
const linesAtOnce = 1000;

/** What goes into a file. */
export interface SnapshotContent {
  readonly records: Iterable<KeyRecord>;
  readonly asOfMs: number;
}

/** Replaces the file in one step: whoever reads it, at any moment, finds all of the old one or all of the new one. */
export async function writeSnapshot(file: string, sealing: Sealing, content: SnapshotContent): Promise<void> {
  const folder = dirname(file);
  // One draft a process: what a killed one leaves is overwritten by its successor, not heaped up.
  const draft = join(folder, `.${basename(file)}.${hostname()}.${process.pid}`);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await rm(draft, { force: true });
  const handle = await open(draft, 'wx', 0o600);
  try {
    await writeAll(handle, sealing, content);
    await handle.sync();
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  } finally {
    await handle.close();
  }
  await rename(draft, file);
  syncFolder(folder);
}

async function writeAll(handle: FileHandle, sealing: Sealing, { records, asOfMs }: SnapshotContent): Promise<void> {
  await handle.appendFile(sealing.head);
  await handle.appendFile(sealing.add(`${JSON.stringify({ asOfMs })}\n`));
  let lines: string[] = [];
  for (const record of records) {
    lines.push(`${keyLine(record)}\n`);
    if (lines.length < linesAtOnce) continue;
    await handle.appendFile(sealing.add(lines.join('')));
    lines = [];
  }
  await handle.appendFile(sealing.add(lines.join('')));
  await handle.appendFile(sealing.end());
}

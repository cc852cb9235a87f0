import { createReadStream } from 'node:fs';
import { rejectedFile, spoolFolders, type SpoolFolder } from './spool-folders.js';

const lineFeed = 0x0a;

/** What lies in a spool's directory. */
export interface SpoolStatus {
  readonly directory: string;
  readonly folders: readonly (SpoolFolder & { readonly lines: number })[];
  /** Records that the database can never take. */
  readonly rejected: number;
}

/**
 * Looks at a spool from outside. A file goes as a whole once all of it is stored, so the lines on the disk are the most
 * that can be waiting.
 */
export async function readSpoolStatus(directory: string): Promise<SpoolStatus> {
  const folders = await Promise.all(
    spoolFolders(directory).map(async (folder) => ({ ...folder, lines: await countAll(folder.files) })),
  );
  const rejected = rejectedFile(directory);
  return { directory, folders, rejected: rejected === undefined ? 0 : await countLines(rejected) };
}

async function countAll(files: readonly string[]): Promise<number> {
  let lines = 0;
  for (const file of files) lines += await countLines(file);
  return lines;
}

async function countLines(file: string): Promise<number> {
  let lines = 0;
  try {
    for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>)
      // without an encoding it reads buffers
      for (let at = chunk.indexOf(lineFeed); at >= 0; at = chunk.indexOf(lineFeed, at + 1)) lines += 1;
  } catch (error) {
    // It was stored and removed, or adopted, since we looked.
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
  }
  return lines;
}

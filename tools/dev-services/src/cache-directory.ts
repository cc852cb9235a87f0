import { mkdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { readEnvironment } from './env.js';

/** The folder for what is costly to fetch or copy again; it may be deleted at any time. */
export async function cacheDirectory(): Promise<string> {
  const directory = join(readEnvironment().cacheHome ?? join(homedir(), '.cache'), 'smart-router');
  await mkdir(directory, { recursive: true });
  return directory;
}

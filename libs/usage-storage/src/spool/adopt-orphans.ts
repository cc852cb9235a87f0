import { mkdirSync, readdirSync, renameSync, rmdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { isOwned, ownerPath, type FolderOwner } from './folder-owner.js';
import type { Segment } from './segment.js';

const adoptedName = 'adopted';

/** Who adopts: a process with a folder of its own. */
export interface Adopter {
  readonly directory: string;
  /** The adopter's own folder inside `directory`. */
  readonly folder: string;
  readonly self: FolderOwner;
}

/**
 * Takes over the folders of processes that are gone. Moving a folder into one's own is the claim: of two adopters one
 * succeeds, and when the adopter dies in turn, its folder is adopted with all that was in it. Oldest files first.
 */
export function adoptOrphans(adopter: Adopter): readonly Segment[] {
  return orphansIn(adopter)
    .filter((name) => claim(adopter, join(adopter.directory, name), name))
    .flatMap((name) => [...adoptNested(adopter, name), name])
    .flatMap((name) => segmentsIn(adoptedFolder(adopter, name)));
}

function adoptedFolder({ folder }: Adopter, name: string): string {
  return join(folder, adoptedName, name);
}

/** Names that start with a dot are folders in the making. */
function orphansIn({ directory, folder, self }: Adopter): readonly string[] {
  return readdirSync(directory, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .map((entry) => entry.name)
    .filter((name) => join(directory, name) !== folder && !isOwned(join(directory, name), self));
}

function claim(adopter: Adopter, from: string, name: string): boolean {
  const to = adoptedFolder(adopter, name);
  try {
    mkdirSync(join(adopter.folder, adoptedName), { recursive: true, mode: 0o700 });
    renameSync(from, to);
  } catch {
    // Another process was faster, or the folder is not ours to move: either way it is not adopted here.
    return false;
  }
  rmSync(ownerPath(to), { force: true });
  return true;
}

/** What the orphan itself had adopted moves up, so that folders never nest deeper than once. */
function adoptNested(adopter: Adopter, name: string): readonly string[] {
  const nested = join(adoptedFolder(adopter, name), adoptedName);
  const names = namesIn(nested).filter((inner) => claim(adopter, join(nested, inner), inner));
  removeWhenEmpty(nested);
  return names;
}

function segmentsIn(folder: string): readonly Segment[] {
  const segments = namesIn(folder)
    .filter((name) => name.endsWith('.jsonl'))
    .sort()
    .map((name) => join(folder, name))
    .map((path) => ({ path, adopted: true, bytes: statSync(path).size, offset: 0, records: 0, sealed: true }));
  const filled = segments.filter(({ bytes }) => bytes > 0);
  segments.filter(({ bytes }) => bytes === 0).forEach(({ path }) => rmSync(path, { force: true }));
  if (filled.length === 0) removeWhenEmpty(folder);
  return filled;
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return []; // there is no such folder
  }
}

function removeWhenEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // Not there, or not empty: something unknown lies in it, which is not ours to delete.
  }
}

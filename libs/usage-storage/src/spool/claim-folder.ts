import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Adopter } from './adopt-orphans.js';
import { ownerPath } from './folder-owner.js';
import { syncFolder } from './sync-folder.js';

/** Makes the own folder where it is missing. It appears with its owner in it, so that nobody takes it for an orphan. */
export function claimFolder({ directory, folder, self }: Adopter): void {
  if (existsSync(folder)) return;
  const draft = join(directory, `.${basename(folder)}`);
  mkdirSync(draft, { recursive: true, mode: 0o700 });
  writeFileSync(ownerPath(draft), JSON.stringify(self), { mode: 0o600, flush: true });
  renameSync(draft, folder);
  syncFolder(directory);
}

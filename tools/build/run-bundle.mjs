import { existsSync } from 'node:fs';

/** Runs a program's bundle; in a fresh checkout it is bundled first. */
export async function runBundle(name, file) {
  if (!existsSync(file)) {
    const { bundle } = await import('./bundle.mjs');
    await bundle([name]);
  }
  await import(file.href);
}

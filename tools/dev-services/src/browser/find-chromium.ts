import { join } from 'node:path';
import { cacheDirectory } from '../cache-directory.js';
import { findProgram, isExecutable } from '../debian/find-program.js';
import { libraryPath, missingPackages, reasonNotUnpacked, unpackPackages } from '../debian/unpack-packages.js';

/** A Chromium, as Playwright's `launch` takes it: `executablePath`, and what its environment must hold. */
export interface ChromiumProgram {
  readonly command: string;
  readonly env: Readonly<Record<string, string>>;
}

const remedy = 'apt-get update && apt-get install -y chromium (macOS: brew install chromium)';

/** Finds Chromium or Chrome on the search path, else unpacks Debian's packages into the cache folder; no root needed. */
export async function findChromium(): Promise<ChromiumProgram> {
  const installed = await findProgram(['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']);
  if (installed !== undefined) return { command: installed, env: {} };
  const home = join(await cacheDirectory(), 'chromium');
  const unpacked = await unpackedIn(home);
  if (unpacked !== undefined) return unpacked;
  await unpack(home).catch((error: Error) => {
    throw new Error(`there is no chromium here (${reasonNotUnpacked(error)}): ${remedy}`);
  });
  const program = await unpackedIn(home);
  if (program === undefined) throw new Error(`Debian's packages held no chromium: ${remedy}`);
  return program;
}

/** A page without a font shows nothing, so one comes along. */
async function unpack(home: string): Promise<void> {
  const needed = [...(await missingPackages('chromium')), 'fonts-dejavu-core'];
  await unpackPackages(home, needed);
}

/** Started past the wrapper script, which looks for its parts where only an installation puts them. */
async function unpackedIn(home: string): Promise<ChromiumProgram | undefined> {
  const command = join(home, 'usr/lib/chromium/chromium');
  if (!(await isExecutable(command))) return undefined;
  const fonts = { XDG_DATA_HOME: join(home, 'usr/share') };
  return { command, env: { LD_LIBRARY_PATH: await libraryPath(home), ...fonts } };
}

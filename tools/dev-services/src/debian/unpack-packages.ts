import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Unpacks Debian packages into a folder that does not exist yet, all or nothing; no root needed. */
export async function unpackPackages(home: string, packages: readonly string[]): Promise<void> {
  const draft = await mkdtemp(`${home}.`);
  try {
    await download(packages, draft);
    const archives = (await readdir(draft)).filter((name) => name.endsWith('.deb'));
    for (const archive of archives) await run('dpkg', ['-x', archive, '.'], { cwd: draft });
    await Promise.all(archives.map((archive) => rm(join(draft, archive))));
    await rename(draft, home).catch(() => undefined); // somebody else was first: theirs is as good
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

/** The lists of packages may be older than the archive, or missing: then they are fetched, where we may. */
async function download(packages: readonly string[], folder: string): Promise<void> {
  const fetch = () => run('apt-get', ['download', ...packages], { cwd: folder });
  await fetch().catch(async (error: unknown) => {
    await run('apt-get', ['update']).catch(() => Promise.reject(error as Error)); // execFile rejects with an Error
    await fetch();
  });
}

/** What installing a package would install on this machine: itself and whatever it needs and is not there. */
export async function missingPackages(name: string): Promise<readonly string[]> {
  const { stdout } = await run('apt-get', ['--simulate', '--no-install-recommends', 'install', name]);
  return [...stdout.matchAll(/^Inst (\S+)/gm)].flatMap(([, each]) => each ?? []);
}

/** `LD_LIBRARY_PATH` for programs of an unpacked folder. */
export async function libraryPath(home: string): Promise<string> {
  const libraries = join(home, 'usr/lib');
  const triplets = (await readdir(libraries)).map((triplet) => join(libraries, triplet));
  return triplets.flatMap((triplet) => [triplet, join(triplet, 'pulseaudio')]).join(':');
}

/** What went wrong, as one line for a person. */
export function reasonNotUnpacked(error: Error): string {
  return error.message.split('\n').find((line) => /^E:|ENOENT/.test(line)) ?? 'none could be unpacked';
}

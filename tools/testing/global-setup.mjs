import { build } from 'esbuild';
import { rm } from 'node:fs/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** Opens the desk where tests ask for a Postgres or a Redis. Neither is started before the first test asks. */
export default async function openDesk() {
  const { openServiceDesk } = await importBundled('tools/dev-services/src/index.ts');
  const desk = await openServiceDesk();
  globalThis.__serviceDesk = desk;
  process.env.SMART_ROUTER_TEST_SERVICES = desk.url;
}

/** Jest compiles tests, but not what its global setup imports. */
async function importBundled(entry) {
  const root = fileURLToPath(new URL('../..', import.meta.url));
  const outfile = `${root}tools/dev-services/dist/test-run-${process.pid}.mjs`;
  await build({
    absWorkingDir: root,
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    target: 'node20',
  });
  try {
    return await import(pathToFileURL(outfile).href);
  } finally {
    await rm(outfile);
  }
}

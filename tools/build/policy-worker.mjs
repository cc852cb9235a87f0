// Bundles what threads of TypeScript policies run, as one script that the programs carry.
import { build } from 'esbuild';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The script as a text. */
export async function buildPolicyWorker() {
  const { outputFiles } = await build({
    stdin: {
      contents: "import { work } from './worker.js'; void work();",
      resolveDir: `${root}libs/policies/src/typescript/sandbox`,
      loader: 'ts',
    },
    ...{ bundle: true, write: false, platform: 'node', format: 'cjs', target: 'node20', logLevel: 'warning' },
  });
  return outputFiles[0].text;
}

import { fileURLToPath } from 'node:url';
import type * as Esbuild from 'esbuild';

declare const __SMART_ROUTER_POLICY_WORKER__: string | undefined;

/**
 * What threads run, as one script. A bundled program carries it; elsewhere it is made of the module beside this one, which
 * is TypeScript or JavaScript depending on where the library runs from.
 */
export async function workerSource(esbuild: typeof Esbuild): Promise<string> {
  if (typeof __SMART_ROUTER_POLICY_WORKER__ === 'string') return __SMART_ROUTER_POLICY_WORKER__;
  const { outputFiles } = await esbuild.build({
    // Read as TypeScript, an import of `.js` also finds `.ts`.
    stdin: {
      contents: "import { work } from './sandbox/worker.js'; void work();",
      resolveDir: fileURLToPath(new URL('.', import.meta.url)),
      loader: 'ts',
    },
    ...{ bundle: true, write: false, platform: 'node', format: 'cjs', target: 'node20', logLevel: 'silent' },
  });
  return outputFiles[0]?.text ?? '';
}

// Bundles what admin-reports sends to browsers: one script and one stylesheet. Run by itself it prints both as JSON.
import { build } from 'esbuild';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const islands = 'apps/admin-reports/src/islands';

/** The script and the stylesheet as texts. */
export async function buildIslands() {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: { script: `${islands}/main.ts`, style: `${islands}/style.css` },
    outdir: `${root}apps/admin-reports/dist/islands`,
    bundle: true,
    write: false,
    minify: true,
    platform: 'browser',
    target: ['es2022', 'chrome109', 'firefox115', 'safari16'],
    format: 'iife',
    charset: 'utf8',
    ...{ jsx: 'automatic', jsxImportSource: 'preact' },
    logLevel: 'warning',
  });
  const textOf = (ending) => outputFiles.find(({ path }) => path.endsWith(ending))?.text ?? '';
  return { script: textOf('script.js'), style: textOf('style.css') };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(JSON.stringify(await buildIslands()));

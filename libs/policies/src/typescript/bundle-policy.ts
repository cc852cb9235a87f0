import { readFile, realpath, stat } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative, sep } from 'node:path';
import type * as Esbuild from 'esbuild';

/** Longest policy with its imports, in bytes of bundled code: it is copied into every thread. */
const maxBundleBytes = 1_048_576;

/** A policy and its imports as one module. */
export interface PolicyBundle {
  readonly code: string;
  /** A source map of the code, as JSON. */
  readonly map: string;
}

/** What came of bundling; `files` are those whose change would change it, also where it failed. */
export type Bundled =
  | { readonly ok: true; readonly bundle: PolicyBundle; readonly files: readonly string[] }
  | { readonly ok: false; readonly message: string; readonly files: readonly string[] };

/**
 * Bundles a policy with what it imports: files in its own folder and below, by relative paths, wherever links lead.
 * @param file an absolute path.
 */
export async function bundlePolicy(esbuild: typeof Esbuild, file: string): Promise<Bundled> {
  const files = new Set([file]);
  const entry = await realpath(file).catch((error: NodeJS.ErrnoException) => ({ reason: error.code ?? error.message }));
  if (typeof entry !== 'string')
    return { ok: false, message: `the file ${file} cannot be read: ${entry.reason}`, files: [file] };
  try {
    const { outputFiles } = await esbuild.build({
      entryPoints: [entry],
      outfile: join(dirname(entry), 'policy.js'),
      absWorkingDir: dirname(entry),
      plugins: [staysInside(dirname(entry), (path) => files.add(path))],
      ...{ bundle: true, write: false, platform: 'neutral', format: 'esm', target: 'es2022', logLevel: 'silent' },
      ...{ sourcemap: 'external', sourcesContent: false, charset: 'utf8', treeShaking: true },
      loader: { '.json': 'json' },
      supported: { 'top-level-await': false },
      // A tsconfig.json that happens to lie around changes nothing.
      tsconfigRaw: '{}',
    });
    return whole(outputFiles, [...files]);
  } catch (error) {
    return { ok: false, message: messageOf(error), files: [...files] };
  }
}

function whole(outputs: readonly Esbuild.OutputFile[], files: readonly string[]): Bundled {
  const code = outputs.find(({ path }) => path.endsWith('.js'));
  const map = outputs.find(({ path }) => path.endsWith('.map'));
  const bytes = code?.contents.byteLength ?? 0;
  if (bytes > maxBundleBytes)
    return { ok: false, message: `it should be at most ${maxBundleBytes} bytes with its imports, got ${bytes}`, files };
  return { ok: true, bundle: { code: code?.text ?? '', map: map?.text ?? '{}' }, files };
}

/** Refuses every import but relative ones that stay in the folder, and tells what is read. */
function staysInside(folder: string, note: (file: string) => void): Esbuild.Plugin {
  return {
    name: 'stays-inside',
    setup(build) {
      build.onResolve({ filter: /.*/ }, async ({ path, kind, resolveDir, importer, pluginData }) => {
        if (pluginData === resolved || kind === 'entry-point') return undefined;
        if (!/^\.{1,2}\//.test(path)) return refused(`a policy may import files beside it only, got "${path}"`);
        note(join(resolveDir, path));
        const found = await build.resolve(path, { kind, resolveDir, importer, pluginData: resolved });
        if (found.errors.length > 0) return { errors: found.errors };
        note(found.path);
        const real = await realpath(found.path);
        return isInside(folder, real)
          ? { path: real }
          : refused(`a policy may import from its own folder and below only, got "${path}"`);
      });
      build.onLoad({ filter: /.*/ }, async ({ path }) => {
        note(path);
        // A path with a pattern in it, import(`./${name}.ts`), was resolved without asking above.
        if (!isInside(folder, await realpath(path)))
          return refused(`a policy may import from its own folder and below only, got "${relative(folder, path)}"`);
        if (!(await stat(path)).isFile())
          return refused(`a policy may import files only, got "${relative(folder, path)}"`);
        return { contents: withoutSourceMap(await readFile(path, 'utf8')), loader: 'default' };
      });
    },
  };
}

/** Marks a question of the plugin's own. */
const resolved = {};

/** Whatever map a file names would be read, wherever it is. Positions stay as they are. */
function withoutSourceMap(text: string): string {
  return text.replace(/([#@]\s*sourceMappingURL)=/g, '$1_');
}

function refused(text: string): { readonly errors: Esbuild.PartialMessage[] } {
  return { errors: [{ text }] };
}

function isInside(folder: string, file: string): boolean {
  const path = relative(folder, file);
  return path !== '..' && !path.startsWith(`..${sep}`) && !isAbsolute(path);
}

/** The first error as its author reads it: `route.ts:3:4: Expected ";" but found "}"`. */
function messageOf(error: unknown): string {
  const { errors } = { errors: [], ...(error as { readonly errors?: readonly Esbuild.Message[] }) }; // a BuildFailure
  const [first] = errors;
  if (first === undefined) return error instanceof Error ? error.message : String(error);
  const { location, text } = first;
  return location === null ? text : `${location.file}:${location.line}:${location.column + 1}: ${text}`;
}

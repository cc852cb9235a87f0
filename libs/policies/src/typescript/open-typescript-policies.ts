import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import type * as Esbuild from 'esbuild';
import type { RoutePolicy, TypescriptOptions } from '@smart-router/routing';
import { openEgressAgent } from '../egress/egress-agent.js';
import { egressRules } from '../egress/egress-rules.js';
import { fetchJson } from '../egress/fetch-json.js';
import type { PolicyNotes } from '../policy-notes.js';
import { authorStack } from './author-stack.js';
import { bundlePolicy, type PolicyBundle } from './bundle-policy.js';
import { startThread, type PolicyThread } from './policy-thread.js';
import type { RunFailure, ThreadStart } from './sandbox/messages.js';
import { createThreadPool } from './thread-pool.js';
import { typescriptPolicy } from './typescript-policy.js';
import { workerSource } from './worker-source.js';

/** Longest run of the top level of a policy, in milliseconds. It runs once, when the policy is loaded. */
const loadTimeoutMs = 5_000;

const bytesInMb = 1_048_576;

/** The groups whose strategy is code, and where their files are. */
export interface TypescriptGroups {
  readonly groups: readonly { readonly name: string; readonly options: TypescriptOptions }[];
  /** Paths of files are relative to this. */
  readonly directory: string;
  readonly notes: PolicyNotes;
}

/** A policy that runs until it is retired. */
export interface OpenPolicy extends RoutePolicy {
  /** Threads and connections end when they have nothing to do; who still asks is answered all the same. */
  retire(): void;
}

/** What came of opening policies: all of them, or what is wrong with which. */
export interface OpenedPolicies {
  /** By group; empty when there is a problem. */
  readonly policies: ReadonlyMap<string, OpenPolicy>;
  readonly problems: readonly { readonly group: string; readonly message: string }[];
  /** The files whose change would change a policy, also of those that cannot be loaded. */
  readonly files: readonly string[];
}

/**
 * Bundles and loads the policies of a configuration, each in a thread of its own: what has no `route`, throws or does not
 * end is a problem, and then none of them runs.
 */
export async function openTypescriptPolicies({ groups, directory, notes }: TypescriptGroups): Promise<OpenedPolicies> {
  if (groups.length === 0) return { policies: new Map(), problems: [], files: [] };
  const esbuild = findTools();
  if (esbuild === undefined) {
    const message =
      'TypeScript policies need the packages esbuild and quickjs-emscripten, which are not installed where the program is';
    return { policies: new Map(), problems: groups.map(({ name }) => ({ group: name, message })), files: [] };
  }
  try {
    const source = await workerSource(esbuild);
    const opened: (OpenedOne & { readonly name: string })[] = [];
    // One after the other, so that each has the machine for itself while its top level runs against the clock.
    for (const { name, options } of groups) {
      const file = resolve(directory, options.file);
      opened.push({ name, ...(await openOne({ name, options, file, source, esbuild, notes })) });
    }
    return allOrNone(opened);
  } finally {
    // It is a process of its own, which nobody needs before the next load.
    await esbuild.stop();
  }
}

type OpenedOne = { readonly files: readonly string[] } & (
  { readonly ok: true; readonly policy: OpenPolicy } | { readonly ok: false; readonly message: string }
);

function allOrNone(opened: readonly (OpenedOne & { readonly name: string })[]): OpenedPolicies {
  const problems = opened.flatMap((one) => (one.ok ? [] : [{ group: one.name, message: one.message }]));
  const files = [...new Set(opened.flatMap((one) => one.files))];
  const loaded = opened.flatMap((one) => (one.ok ? [[one.name, one.policy] as const] : []));
  if (problems.length === 0) return { policies: new Map(loaded), problems, files };
  for (const [, policy] of loaded) policy.retire();
  return { policies: new Map(), problems, files };
}

interface OneGroup {
  readonly name: string;
  readonly options: TypescriptOptions;
  readonly file: string;
  readonly source: string;
  readonly esbuild: typeof Esbuild;
  readonly notes: PolicyNotes;
}

async function openOne({ name, options, file, source, esbuild, notes }: OneGroup): Promise<OpenedOne> {
  const bundled = await bundlePolicy(esbuild, file);
  if (!bundled.ok) return bundled;
  const { bundle, files } = bundled;
  const start = (): ReturnType<typeof startThread> => startThread({ source, start: startOf(bundle, options) });
  const first = await start();
  const stack = authorStack(bundle.map);
  if (!first.ok) return { ok: false, message: loadMessage(first, stack(first.stack)), files };
  const policy = policyOf({ group: name, options, stack, notes, first: first.thread, start });
  return { ok: true, policy: { ...policy, version: versionOf(bundle) }, files };
}

/** The same code has the same name, wherever and whenever it was bundled. */
function versionOf({ code }: PolicyBundle): string {
  return createHash('sha256').update(code).digest('hex').slice(0, 12);
}

function startOf({ code }: PolicyBundle, { memory_mb, http }: TypescriptOptions): ThreadStart {
  return {
    ...{ code, memoryBytes: memory_mb * bytesInMb, mayFetch: http.enabled, loadTimeoutMs },
    requireFrom: import.meta.url,
  };
}

function loadMessage({ error, message }: RunFailure, at: readonly string[]): string {
  const where = at[0] === undefined ? '' : ` (${at[0]})`;
  return error === 'timeout' ? `its top level should end within ${loadTimeoutMs} ms` : `${message}${where}`;
}

function policyOf(parts: {
  readonly group: string;
  readonly options: TypescriptOptions;
  readonly stack: ReturnType<typeof authorStack>;
  readonly notes: PolicyNotes;
  readonly first: PolicyThread;
  start(): ReturnType<typeof startThread>;
}): OpenPolicy {
  const { group, options, notes, first, start } = parts;
  const { http } = options;
  const egress = egressRules(http);
  const agent = openEgressAgent({ rules: egress, connections: options.concurrency, connectTimeoutMs: http.timeout_ms });
  const rules = { agent, egress, timeoutMs: http.timeout_ms, maxResponseBytes: http.max_response_bytes };
  const pool = createThreadPool({ size: options.concurrency, first, start });
  const policy = typescriptPolicy({
    ...{ group, options, pool, notes, authorStack: parts.stack },
    fetch: (ask, signal) => fetchJson(rules, ask, signal),
  });
  // Connections that nobody uses end by themselves.
  return { ...policy, retire: () => pool.retire() };
}

/**
 * What policies are made with has binaries, so it is found on disk by those who need it; a bundler does not see it here.
 * `undefined` where it is not installed.
 */
function findTools(): typeof Esbuild | undefined {
  const require = createRequire(import.meta.url);
  try {
    require.resolve('quickjs-emscripten');
    // The package that the library depends on, so its type is known.
    return require('esbuild') as typeof Esbuild;
  } catch {
    return undefined;
  }
}

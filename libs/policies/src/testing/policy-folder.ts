import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { PolicyQuestion, RouteContext, TypescriptOptions } from '@smart-router/routing';
import type { PolicyFailure } from '../policy-notes.js';
import { openTypescriptPolicies, type OpenPolicy } from '../typescript/open-typescript-policies.js';

/** A folder with files of policies, for a test. */
export interface PolicyFolder {
  readonly directory: string;
  write(files: Readonly<Record<string, string>>): void;
  remove(): void;
}

/** Makes an empty folder. */
export function policyFolder(): PolicyFolder {
  const directory = realpathSync(mkdtempSync(join(tmpdir(), 'smart-router-policy-')));
  return {
    directory,
    write(files) {
      for (const [name, text] of Object.entries(files)) {
        mkdirSync(dirname(join(directory, name)), { recursive: true });
        writeFileSync(join(directory, name), text);
      }
    },
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
}

/** The options of a policy with the defaults of the configuration, but for a limit that a starved machine keeps. */
export function policyOptions(more: Partial<TypescriptOptions> = {}): TypescriptOptions {
  return {
    ...{ file: 'route.ts', timeout_ms: 10_000, memory_mb: 32, concurrency: 4, on_error: 'fail_closed', ...more },
    http: {
      ...{ enabled: false, allow_hosts: [], allow_http: false, allow_private_addresses: false },
      ...{ timeout_ms: 5_000, max_response_bytes: 65_536, ...more.http },
    },
  };
}

/** A question about two targets. */
export function questionAbout(more: Partial<RouteContext> = {}, requestId = 'req_1'): PolicyQuestion {
  const target = (index: number, tags: readonly string[]) => ({
    ...{ index, id: `p/m${index}`, provider: 'p', modelRef: `m${index}`, model: `model-${index}`, tags, weight: 1 },
    dialect: 'openai-chat' as const,
  });
  const context: RouteContext = {
    group: 'g',
    request: {
      ...{ dialect: 'openai-chat', stream: false, requestBytes: 100, estimatedInputTokens: 20, toolCount: 0 },
      ...{ toolSchemaBytes: 0, hostedTools: [], modalities: ['text'], imageCount: 0, structuredOutput: false },
      complexity: 0.1,
    },
    caller: { tokenId: 't', keyId: 'k', organization: 'o', user: 'u', project: 'p', environment: 'e' },
    targets: [target(0, ['large']), target(1, ['small'])],
    now: 1_700_000_000_000,
    ...more,
  };
  return { requestId, context, body: () => '', signal: undefined };
}

/** A policy, and what its operator was told. */
export interface TestPolicy {
  readonly policy: OpenPolicy;
  readonly failures: readonly PolicyFailure[];
  readonly lines: readonly string[];
}

/** Opens a policy from a folder; throws when it cannot be loaded. */
export async function openPolicy(folder: PolicyFolder, more: Partial<TypescriptOptions> = {}): Promise<TestPolicy> {
  const failures: PolicyFailure[] = [];
  const lines: string[] = [];
  const { policies, problems } = await openTypescriptPolicies({
    groups: [{ name: 'g', options: policyOptions(more) }],
    directory: folder.directory,
    notes: { failed: (failure) => failures.push(failure), log: ({ line }) => lines.push(line) },
  });
  const policy = policies.get('g');
  if (policy === undefined) throw new Error(problems[0]?.message);
  return { policy, failures, lines };
}

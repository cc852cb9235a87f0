import { dirname } from 'node:path';
import type { Catalog, ConfigProblem } from '@smart-router/config';
import type { PolicyNotes } from '@smart-router/policies';
import { loadCatalog, type LoadedCatalog } from './load-catalog.js';
import { openPolicies, type GroupPolicies } from './policies/open-policies.js';

/** A configuration file's catalog with its policies running, or all its problems. */
export type LoadedConfiguration =
  | {
      readonly ok: true;
      readonly catalog: Catalog;
      readonly policies: GroupPolicies;
      readonly warnings: readonly ConfigProblem[];
    }
  | {
      readonly ok: false;
      readonly problems: readonly ConfigProblem[];
      /** Files of policies that were looked at: their change may repair what is wrong. */
      readonly files: readonly string[];
    };

/** What a configuration is loaded by. */
export interface ConfigurationSource {
  readonly file: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly notes: PolicyNotes;
}

/** Reads a configuration file, and loads the policies it names. */
export async function loadConfiguration({ file, env, notes }: ConfigurationSource): Promise<LoadedConfiguration> {
  return withPolicies(loadCatalog(file, env), { file, notes });
}

/** Loads the policies that a configuration file names. */
export async function withPolicies(
  loaded: LoadedCatalog,
  { file, notes }: Pick<ConfigurationSource, 'file' | 'notes'>,
): Promise<LoadedConfiguration> {
  if (!loaded.ok) return { ...loaded, files: [] };
  const opened = await openPolicies(loaded.catalog, { directory: dirname(file), notes });
  return opened.ok ? { ...loaded, policies: opened.policies } : opened;
}

import { Secret } from '@smart-router/core';
import type { Catalog } from './catalog.js';
import { checkContracts } from './checks/check-contracts.js';
import { checkCanaries } from './checks/check-canaries.js';
import { checkDynamicScore } from './checks/check-dynamic-score.js';
import { checkPolicies } from './checks/check-policies.js';
import { checkPresets } from './checks/check-presets.js';
import { checkReferences } from './checks/check-references.js';
import { checkShape } from './checks/check-shape.js';
import { readOutline } from './checks/outline.js';
import { readSecrets, type SecretReading } from './checks/read-secrets.js';
import { compileCatalog } from './compile/compile-catalog.js';
import type { SecretLookup } from './compile/compile-storage.js';
import type { ConfigProblem } from './config-problem.js';
import { parseYaml } from './parse-yaml.js';

/** The catalog of a configuration, or everything that is wrong with it. */
export type ConfigReading =
  | {
      readonly ok: true;
      readonly catalog: Catalog;
      /** What is right now and should be looked at. */
      readonly warnings: readonly ConfigProblem[];
    }
  | { readonly ok: false; readonly problems: readonly ConfigProblem[] };

/** The environment variables secrets may refer to. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Reads a file that a secret refers to; throws when it cannot. */
export type ReadFile = (path: string) => string;

/** What else a reading depends on. */
export interface ConfigSurroundings {
  /** Secrets may be in files; without it they may not. */
  readonly readFile?: ReadFile;
  /** By which evaluations are old, in milliseconds since the epoch; now when left out. */
  readonly nowMs?: number;
  /** Where nobody is reached, secrets are not needed: a stand-in takes the place of each. Read when left out. */
  readonly secrets?: 'read' | 'left-out';
}

/**
 * Reads a configuration (YAML) in four passes: the shape of every value, the references between them, the catalog, and
 * whether groups can keep what they promise. All problems of the first two are reported at once; nothing is compiled while
 * there is one.
 */
export function readConfig(text: string, env: Environment, surroundings: ConfigSurroundings = {}): ConfigReading {
  const { readFile = noFiles, nowMs = Date.now() } = surroundings;
  const yaml = parseYaml(text);
  if (!yaml.ok) return yaml;
  const { options, problems: shape } = checkShape(yaml.value);
  const secrets = surroundings.secrets === 'left-out' ? standIns : readSecrets(yaml.value, { env, readFile });
  const problems = [
    ...shape,
    ...checkReferences(readOutline(yaml.value)),
    ...checkDynamicScore(yaml.value),
    ...checkPolicies(yaml.value),
    ...checkCanaries(yaml.value),
    ...checkPresets(yaml.value),
    ...secrets.problems,
  ];
  if (options === undefined || problems.length > 0) return { ok: false, problems };
  const catalog = compileCatalog(options, lookupIn(secrets));
  const contracts = checkContracts(catalog.groups.values(), nowMs);
  if (contracts.problems.length > 0) return { ok: false, problems: contracts.problems };
  return { ok: true, catalog, warnings: contracts.warnings };
}

const standIns: SecretReading = { problems: [], get: () => new Secret('left-out') };

function noFiles(): string {
  throw new Error('secrets cannot be read from files here');
}

function lookupIn(secrets: SecretReading): SecretLookup {
  return (reference) => {
    const secret = secrets.get(reference);
    if (secret === undefined) throw new Error(`secret ${JSON.stringify(reference)} should have been read`);
    return secret;
  };
}

import type { Catalog } from './catalog.js';
import { checkDynamicScore } from './checks/check-dynamic-score.js';
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
  | { readonly ok: true; readonly catalog: Catalog }
  | { readonly ok: false; readonly problems: readonly ConfigProblem[] };

/** The environment variables secrets may refer to. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Reads a file that a secret refers to; throws when it cannot. */
export type ReadFile = (path: string) => string;

/**
 * Reads a configuration (YAML) in three passes: the shape of every value, the references between them, and the catalog.
 * All problems of the first two are reported at once; nothing is compiled while there is one.
 */
export function readConfig(text: string, env: Environment, readFile: ReadFile = noFiles): ConfigReading {
  const yaml = parseYaml(text);
  if (!yaml.ok) return yaml;
  const { options, problems: shape } = checkShape(yaml.value);
  const secrets = readSecrets(yaml.value, { env, readFile });
  const problems = [
    ...shape,
    ...checkReferences(readOutline(yaml.value)),
    ...checkDynamicScore(yaml.value),
    ...secrets.problems,
  ];
  if (options === undefined || problems.length > 0) return { ok: false, problems };
  return { ok: true, catalog: compileCatalog(options, lookupIn(secrets)) };
}

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

import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseYaml } from '@smart-router/config';
import type { KnownChange } from './known-changes.js';
import type { RawConfig } from './raw-config.js';

/** The company's configuration with a change, as an operator would hand it to a rehearsal. */
export function changedConfig({ change }: KnownChange): RawConfig {
  const parsed = parseYaml(readFileSync(resolve('tools/month/company.yaml'), 'utf8'));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  const config = structuredClone(parsed.value) as RawConfig; // our own file
  change(config);
  return config;
}

/** How a model name tells the simulated provider which target it is. */
export function labelOf(target: string): string {
  return `at-${target.replace('/', '-')}-end`;
}

const shortest = { min_ms: 1, max_ms: 1, multiplier: 1 };

/**
 * The same for a gateway whose providers are all simulated. A month is replayed in minutes, so pauses after failures are cut
 * to nothing: the marks of each request say who fails.
 */
export function replayConfig(
  config: RawConfig,
  { providerUrl, spoolDirectory }: { readonly providerUrl: string; readonly spoolDirectory: string },
): RawConfig {
  const replayed = structuredClone(config);
  replayed.server = { ...replayed.server, listen: '127.0.0.1:0' };
  replayed.storage = { ...replayed.storage, spool: { directory: spoolDirectory }, rollups: { enabled: false } };
  for (const [name, provider] of Object.entries(replayed.providers)) {
    provider.base_url = `${providerUrl}/v1`;
    provider.backoff = { rate_limit: shortest, quota: shortest, failure: { ...shortest, threshold: 1_000 } };
    for (const [ref, model] of Object.entries(provider.models)) model.model = `sim-ok:${labelOf(`${name}/${ref}`)}`;
  }
  return replayed;
}

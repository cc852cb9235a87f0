import { dirname, resolve } from 'node:path';
import type { Catalog, ModelGroup } from '@smart-router/config';
import type { RoutePolicy } from '@smart-router/routing';
import { loadCatalog, problemLines } from '../load-catalog.js';
import { openCommandPolicies } from '../policies/command-policies.js';
import { UsageError, type CommandIo } from './command-io.js';

/** A configuration that decides for a command, with those of its policies that may be asked. */
export interface OpenedConfiguration {
  readonly catalog: Catalog;
  /** `undefined` where the group has none, or one that may not be asked. */
  policyOf(group: ModelGroup): RoutePolicy | undefined;
  close(): Promise<void>;
}

/**
 * Opens the configuration that was named by flag or environment. One that cannot be used is wrong usage, and no finding
 * about it.
 *
 * @param services whether policy services, and code that calls services, may be asked. Only who asks services needs the
 * secrets that they are asked with.
 */
export async function openConfiguration(
  named: string | undefined,
  services: 'asked' | 'left-alone',
  { env, complain, now }: CommandIo,
): Promise<OpenedConfiguration> {
  const file = named ?? env['SMART_ROUTER_CONFIG'] ?? 'smart-router.yaml';
  const loaded = loadCatalog(file, env, services === 'asked' ? 'read' : 'left-out');
  if (!loaded.ok) throw new UsageError(`${file} is not valid:\n${problemLines(loaded.problems).trimEnd()}`);
  const { catalog } = loaded;
  const policies = await openCommandPolicies(catalog, { directory: dirname(resolve(file)), services, complain, now });
  if ('problems' in policies) throw new UsageError(`policies cannot be loaded:\n${policies.problems.join('\n')}`);
  return { catalog, policyOf: (group) => policies.of(group), close: () => policies.close() };
}

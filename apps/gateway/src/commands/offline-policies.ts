import type { Catalog, ModelGroup } from '@smart-router/config';
import { openTypescriptPolicies } from '@smart-router/policies';
import type { RoutePolicy } from '@smart-router/routing';
import { UsageError } from './command-io.js';

/** The policies that a command may ask. */
export interface OfflinePolicies {
  of(group: ModelGroup): RoutePolicy | undefined;
  /** Threads end. */
  retire(): void;
}

/** Where policies are, and who is told what they say. */
export interface OfflinePolicyOptions {
  /** Paths of files are relative to this. */
  readonly directory: string;
  readonly complain: (text: string) => void;
}

/** Opens the TypeScript policies of a configuration. A policy that cannot be loaded makes the configuration unusable. */
export async function offlinePolicies(
  { groups }: Catalog,
  { directory, complain }: OfflinePolicyOptions,
): Promise<OfflinePolicies> {
  const opened = await openTypescriptPolicies({
    groups: [...groups.values()].flatMap(({ name, routing: { strategy, typescript } }) =>
      strategy === 'typescript' && typescript !== undefined ? [{ name, options: typescript }] : [],
    ),
    directory,
    notes: {
      failed: ({ error, message, at }) => complain(`the policy failed: ${error}: ${[message, ...at].join(' at ')}\n`),
      log: ({ line }) => complain(`the policy said: ${line}\n`),
    },
  });
  if (opened.problems.length > 0) {
    const lines = opened.problems.map(({ group, message }) => `model_groups.${group}.typescript: ${message}`);
    throw new UsageError(`policies cannot be loaded:\n${lines.join('\n')}`);
  }
  return {
    of: ({ name }) => opened.policies.get(name),
    retire: () => opened.policies.forEach((policy) => policy.retire()),
  };
}

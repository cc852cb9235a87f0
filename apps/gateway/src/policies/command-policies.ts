import type { Catalog, ModelGroup } from '@smart-router/config';
import { openExternalPolicy, openTypescriptPolicies, type PolicyNotes } from '@smart-router/policies';
import type { RoutePolicy } from '@smart-router/routing';

/** The policies that a command really runs. */
export interface CommandPolicies {
  /** `undefined` where the group has none, or one that would ask the world and may not. */
  of(group: ModelGroup): RoutePolicy | undefined;
  close(): Promise<void>;
}

/** Where policies are, and what they may do. */
export interface CommandPolicyOptions {
  /** Paths of files are relative to this. */
  readonly directory: string;
  /** Whether policy services, and code that calls services, may be asked about every request. */
  readonly services: 'asked' | 'left-alone';
  readonly complain: (text: string) => void;
  readonly now: () => number;
}

/** So many failures of policies are told in words; all are counted. */
const toldFailures = 5;

/** Opens them, or says what keeps one from being loaded. */
export async function openCommandPolicies(
  { groups }: Catalog,
  { directory, services, complain, now }: CommandPolicyOptions,
): Promise<CommandPolicies | { readonly problems: readonly string[] }> {
  const mayAsk = services === 'asked';
  const notes = tellingFew(complain);
  const all = [...groups.values()];
  const code = all.flatMap(({ name, routing: { strategy, typescript: options } }) =>
    strategy === 'typescript' && options !== undefined && (mayAsk || !options.http.enabled) ? [{ name, options }] : [],
  );
  const opened = await openTypescriptPolicies({ groups: code, directory, notes });
  if (opened.problems.length > 0)
    return { problems: opened.problems.map(({ group, message }) => `model_groups.${group}.typescript: ${message}`) };
  const asked = new Map(
    all.flatMap(({ name, routing: { strategy, external: options }, policyHeaders: headers }) =>
      mayAsk && strategy === 'external' && options !== undefined
        ? [[name, openExternalPolicy({ group: name, options, headers, notes, now })] as const]
        : [],
    ),
  );
  return {
    of: ({ name }) => opened.policies.get(name) ?? asked.get(name),
    async close() {
      opened.policies.forEach((policy) => policy.retire());
      await Promise.all([...asked.values()].map((service) => service.close()));
    },
  };
}

function tellingFew(complain: (text: string) => void): PolicyNotes {
  let failures = 0;
  return {
    failed({ group, error, message, at }) {
      failures += 1;
      if (failures <= toldFailures)
        complain(`the policy of ${group} failed: ${error}: ${[message, ...at].join(' at ')}\n`);
    },
    log: () => undefined,
  };
}

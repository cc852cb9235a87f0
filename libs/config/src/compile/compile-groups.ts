import { Secret, type Endpoint, type Target } from '@smart-router/core';
import { toContract } from '@smart-router/eligibility';
import { canaryShare, canaryWeights, toCanary, type Canary } from '@smart-router/routing';
import type { ModelGroup, RetryRules } from '../catalog.js';
import { findClaims } from '../checks/claims.js';
import { readOutline } from '../checks/outline.js';
import type { ConfigOptions } from '../options/config-options.js';
import { groupOptions, type GroupOptions, type TargetOptions } from '../options/group-options.js';
import type { SecretLookup } from './compile-storage.js';
import { compileTarget } from './compile-target.js';
import { hashOptions } from './hash-options.js';

/** What groups are compiled from. */
export interface GroupParts {
  readonly options: ConfigOptions;
  /** By provider name. */
  readonly endpoints: ReadonlyMap<string, Endpoint>;
  readonly secretOf: SecretLookup;
}

/** The declared groups, in the order of the file. */
export function compileGroups(parts: GroupParts): ReadonlyMap<string, ModelGroup> {
  const groups = Object.entries(parts.options.model_groups);
  return new Map(groups.map(([name, group]) => [name, compileGroup(parts, { name, targetsOf: name, group })]));
}

/**
 * The names outside groups, each as a group of one target; none unless `expose_models` is on. A declared group wins over
 * a bare model name.
 */
export function compileAliases(parts: GroupParts): ReadonlyMap<string, ModelGroup> {
  const { options } = parts;
  if (!options.server.expose_models) return new Map();
  const claims = findClaims(readOutline(options)).filter((claim) => !Object.hasOwn(options.model_groups, claim.name));
  return new Map(
    claims.map(({ name, provider, ref }) => {
      const group = groupOptions.parse({ strategy: 'static', targets: [{ provider, model: ref }] });
      return [name, compileGroup(parts, { name, targetsOf: undefined, group })];
    }),
  );
}

interface GroupPlace {
  readonly name: string;
  /** The declared group whose targets they are; `undefined` outside of one. */
  readonly targetsOf: string | undefined;
  readonly group: GroupOptions;
}

function compileGroup(parts: GroupParts, { name, targetsOf, group }: GroupPlace): ModelGroup {
  const { strategy, dynamic_score, typescript, external } = group;
  const canary = group.canary && toCanary(group.canary, hashOptions(group.canary));
  const targets = group.targets.map((target) => targetOf(parts, targetsOf, target));
  return {
    name,
    displayName: group.display_name,
    notes: group.notes,
    routing: { strategy, dynamic_score, typescript, external },
    targets: canary === undefined ? targets : weightsAtFirst(targets, canary),
    canary,
    retry: compileRetry(group.retry),
    streamCommitAfterMs: group.stream_commit_after_ms,
    midStream: group.mid_stream,
    affinity: group.affinity.enabled ? { ttlMs: group.affinity.ttl_ms } : undefined,
    contract: group.contract && toContract(group.contract),
    policyHeaders: policyHeadersOf(group, parts.secretOf),
  };
}

/** How far a canary has come since, the database tells. */
function weightsAtFirst(targets: readonly Target[], canary: Canary): readonly Target[] {
  return canaryWeights(targets, canary.targetId, canaryShare(canary, { step: 0, isRolledBack: false }));
}

/** Those that stand in the file are no secrets, and are treated alike. */
function policyHeadersOf({ external }: GroupOptions, secretOf: SecretLookup): ReadonlyMap<string, Secret> {
  const headers = Object.entries(external?.headers ?? {});
  return new Map(
    headers.map(([name, value]) => [name, typeof value === 'string' ? new Secret(value) : secretOf(value)]),
  );
}

function compileRetry(options: GroupOptions['retry']): RetryRules {
  return {
    maxAttempts: options.max_attempts,
    sameTarget: options.same_target,
    maxElapsedMs: options.max_elapsed_ms,
    maxRetryIntervalMs: options.max_retry_interval_ms,
    waitForRetryAfterMs: options.wait_for_retry_after_ms,
  };
}

function targetOf({ options, endpoints }: GroupParts, group: string | undefined, target: TargetOptions): Target {
  const provider = options.providers[target.provider];
  const model = provider?.models[target.model];
  const endpoint = endpoints.get(target.provider);
  if (provider === undefined || model === undefined || endpoint === undefined) {
    throw new Error(`target "${target.provider}/${target.model}" should have been checked to exist`);
  }
  return compileTarget({ group, target, model, provider, endpoint, timeouts: options.server.timeouts });
}

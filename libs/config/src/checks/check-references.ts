import { problem, showPath, type ConfigPath, type ConfigProblem } from '../config-problem.js';
import { findClaims, type Claim } from './claims.js';
import { suggest } from '@smart-router/core';
import type { Outline, ProviderOutline, TargetOutline } from './outline.js';

/** Checks that every name refers to something, and that no name is given twice. */
export function checkReferences(outline: Outline): readonly ConfigProblem[] {
  return [
    ...checkServer(outline),
    ...[...outline.providers].flatMap(([name, provider]) => checkCredentials(name, provider)),
    ...[...outline.groups].flatMap(([name, targets]) =>
      checkTargets(['model_groups', name, 'targets'], targets, outline),
    ),
    ...checkClaims(outline),
  ];
}

function checkServer(outline: Outline): readonly ConfigProblem[] {
  const { defaultGroup, groups, listen, adminListen } = outline;
  const problems: ConfigProblem[] = [];
  if (defaultGroup !== undefined && !groups.has(defaultGroup)) {
    const hint = suggest(defaultGroup, [...groups.keys()]);
    problems.push(
      problem(
        ['server', 'default_model_group'],
        `default_model_group should be a declared group, got "${defaultGroup}"${hint}`,
      ),
    );
  }
  if (adminListen !== undefined && adminListen === listen && !listen.endsWith(':0')) {
    problems.push(problem(['server', 'admin_listen'], `admin_listen should differ from listen, both are "${listen}"`));
  }
  return problems;
}

function checkCredentials(name: string, provider: ProviderOutline): readonly ConfigProblem[] {
  const path = ['providers', name, 'credentials'];
  const problems: ConfigProblem[] = [];
  const seen = new Set<string>();
  for (const [index, { id, hasKey }] of provider.credentials.entries()) {
    if (id !== undefined && seen.has(id))
      problems.push(problem([...path, index, 'id'], `id should be unique in its provider, got "${id}" twice`));
    if (id !== undefined) seen.add(id);
    if (provider.auth !== 'none' && !hasKey) {
      problems.push(
        problem(
          [...path, index, 'key'],
          `key should be { env: NAME } or { file: PATH } with auth ${provider.auth}, got nothing`,
        ),
      );
    }
  }
  if (provider.auth !== 'none' && provider.credentials.length === 0) {
    problems.push(problem(path, `credentials should have at least 1 entry with auth ${provider.auth}, got none`));
  }
  return problems;
}

function checkTargets(path: ConfigPath, targets: readonly TargetOutline[], outline: Outline): readonly ConfigProblem[] {
  const seen = new Set<string>();
  return targets.flatMap((target, index) => {
    const id = `${target.provider}/${target.model}`;
    if (seen.has(id)) return [problem([...path, index], `target "${id}" should stand once in its group, got it twice`)];
    seen.add(id);
    return checkTarget([...path, index], target, outline);
  });
}

function checkTarget(path: ConfigPath, target: TargetOutline, outline: Outline): readonly ConfigProblem[] {
  const { provider: providerName, model } = target;
  if (providerName === undefined) return [];
  const provider = outline.providers.get(providerName);
  if (provider === undefined) {
    const hint = suggest(providerName, [...outline.providers.keys()]);
    return [problem([...path, 'provider'], `provider should be a declared provider, got "${providerName}"${hint}`)];
  }
  if (model === undefined || provider.models.has(model)) return [];
  const hint = suggest(model, [...provider.models.keys()]);
  return [problem([...path, 'model'], `model should be a model of provider "${providerName}", got "${model}"${hint}`)];
}

function checkClaims(outline: Outline): readonly ConfigProblem[] {
  const owners = new Map<string, Claim>();
  return findClaims(outline).flatMap((claim) => {
    const owner = owners.get(claim.name);
    if (owner === undefined) owners.set(claim.name, claim);
    if (owner !== undefined && !sameModel(owner, claim)) return [claimed(claim, showPath(owner.path))];
    // A bare model name may equal a group: the group is what callers get. A prefixed name or alias is meant for itself.
    if (claim.kind !== 'bare' && outline.groups.has(claim.name))
      return [claimed(claim, showPath(['model_groups', claim.name]))];
    return [];
  });
}

function claimed(claim: Claim, owner: string): ConfigProblem {
  return problem(claim.path, `the name "${claim.name}" should stand for one model, and ${owner} claims it too`);
}

function sameModel(one: Claim, other: Claim): boolean {
  return one.provider === other.provider && one.ref === other.ref;
}

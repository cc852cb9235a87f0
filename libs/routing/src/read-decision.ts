import { fault, refuse, succeed, type Result, type Target } from '@smart-router/core';

/** A decision over the targets a policy was given. */
export interface ReadDecision {
  /** In the order to try, never empty. */
  readonly targets: readonly Target[];
  readonly classLabel: string | undefined;
}

const safeLabel = /^[A-Za-z0-9_.:-]{1,64}$/;

/**
 * Reads what a policy returned. Whatever is no decision over exactly the targets it was given is refused, with words for
 * its author.
 */
export function readDecision(decision: unknown, candidates: readonly Target[]): Result<ReadDecision> {
  if (typeof decision !== 'object' || decision === null || Array.isArray(decision))
    return invalid(`it should return { target }, got ${shown(decision)}`);
  const { target, fallbacks, classLabel } = decision as Readonly<Record<string, unknown>>; // a record, as just seen
  const first = find(candidates, target);
  if (first === undefined)
    return invalid(
      `target should be an index below ${candidates.length} or the id of an eligible target, got ${shown(target)}`,
    );
  const rest = readFallbacks(fallbacks, candidates, first);
  if (!rest.ok) return rest;
  return succeed({ targets: [...new Set([first, ...rest.value])], classLabel: readLabel(classLabel) });
}

function readFallbacks(fallbacks: unknown, candidates: readonly Target[], first: Target): Result<readonly Target[]> {
  if (fallbacks === undefined || fallbacks === null) return succeed(candidates.filter((other) => other !== first));
  if (!Array.isArray(fallbacks)) return invalid(`fallbacks should be a list, got ${shown(fallbacks)}`);
  const found: Target[] = [];
  // A list of anything, as just seen.
  for (const [place, named] of (fallbacks as readonly unknown[]).slice(0, candidates.length).entries()) {
    const target = find(candidates, named);
    if (target === undefined)
      return invalid(
        `fallbacks[${place}] should be an index below ${candidates.length} or the id of an eligible target, got ${shown(named)}`,
      );
    found.push(target);
  }
  return succeed(found);
}

function find(candidates: readonly Target[], named: unknown): Target | undefined {
  if (typeof named === 'number') return candidates[named];
  return typeof named === 'string' ? candidates.find(({ id }) => id === named) : undefined;
}

function readLabel(label: unknown): string | undefined {
  if (label === undefined || label === null) return undefined;
  return typeof label === 'string' && safeLabel.test(label) ? label : 'unsafe_class_label';
}

function invalid(message: string): Result<never> {
  return refuse(fault('routing-policy-error', message));
}

/** A value of a policy, short enough for a message; its text is not shown. */
function shown(value: unknown): string {
  if (value === null || typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'string' ? 'a string' : typeof value;
}

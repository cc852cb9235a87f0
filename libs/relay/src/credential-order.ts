import type { Credential, Endpoint, Rng } from '@smart-router/core';

/** Takes the next number of a provider's rotation. */
export type Rotation = (provider: string) => number;

/** A rotation that counts up per provider. */
export function createRotation(): Rotation {
  const counts = new Map<string, number>();
  return (provider) => {
    const count = counts.get(provider) ?? 0;
    counts.set(provider, (count + 1) % Number.MAX_SAFE_INTEGER);
    return count;
  };
}

/** The rotation as one request sees it: however many targets of a provider it has, it takes one step of each provider. */
export function stepOnce(rotation: Rotation): Rotation {
  const steps = new Map<string, number>();
  return (provider) => {
    const step = steps.get(provider) ?? rotation(provider);
    steps.set(provider, step);
    return step;
  };
}

/** The enabled credentials of a provider in the order to try: lower `priority` first, then by the provider's strategy. */
export function orderCredentials(endpoint: Endpoint, rotation: Rotation, rng: Rng): readonly Credential[] {
  if (endpoint.credentials.length === 1) return endpoint.credentials[0]?.disabled === true ? [] : endpoint.credentials;
  const enabled = endpoint.credentials.filter((credential) => !credential.disabled);
  const priorities = [...new Set(enabled.map(({ priority }) => priority))].toSorted((one, other) => one - other);
  return priorities.flatMap((priority) => {
    const alike = enabled.filter((credential) => credential.priority === priority);
    return byStrategy(endpoint, alike, rotation, rng);
  });
}

/** The order among equal priorities. */
function byStrategy(
  endpoint: Endpoint,
  alike: readonly Credential[],
  rotation: Rotation,
  rng: Rng,
): readonly Credential[] {
  switch (endpoint.credentialStrategy) {
    case 'fill-first':
      return alike;
    case 'round-robin': {
      const start = rotation(endpoint.provider) % alike.length;
      const others = alike.filter((_, index) => index !== start);
      return [...alike.slice(start, start + 1), ...drawn(others, () => 1, rng)];
    }
    case 'weighted':
      return drawn(alike, ({ weight }) => weight, rng);
  }
}

/**
 * Draws one after the other in proportion to the weights. By turns only the first is chosen: whoever cannot serve leaves
 * its share to all others alike, not to its neighbour alone.
 * Efraimidis–Spirakis: sorting by rng^(1/weight) draws without replacement.
 */
function drawn(
  credentials: readonly Credential[],
  weightOf: (credential: Credential) => number,
  rng: Rng,
): readonly Credential[] {
  return credentials
    .map((credential) => [rng() ** (1 / Math.max(weightOf(credential), 1e-9)), credential] as const)
    .toSorted(([one], [other]) => other - one)
    .map(([, credential]) => credential);
}

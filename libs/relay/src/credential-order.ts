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

/** The enabled credentials of a provider in the order to try: lower `priority` first, then by the provider's strategy. */
export function orderCredentials(endpoint: Endpoint, rotation: Rotation, rng: Rng): readonly Credential[] {
  if (endpoint.credentials.length === 1) return endpoint.credentials[0]?.disabled === true ? [] : endpoint.credentials;
  const enabled = endpoint.credentials.filter((credential) => !credential.disabled);
  const ordered = byStrategy(endpoint, enabled, rotation, rng);
  return ordered.toSorted((one, other) => one.priority - other.priority);
}

function byStrategy(
  endpoint: Endpoint,
  enabled: readonly Credential[],
  rotation: Rotation,
  rng: Rng,
): readonly Credential[] {
  switch (endpoint.credentialStrategy) {
    case 'fill-first':
      return enabled;
    case 'round-robin': {
      const start = enabled.length === 0 ? 0 : rotation(endpoint.provider) % enabled.length;
      return [...enabled.slice(start), ...enabled.slice(0, start)];
    }
    case 'weighted':
      // Efraimidis–Spirakis: sorting by rng^(1/weight) draws without replacement in proportion to the weights.
      return enabled
        .map((credential) => [rng() ** (1 / Math.max(credential.weight, 1e-9)), credential] as const)
        .toSorted(([one], [other]) => other - one)
        .map(([, credential]) => credential);
  }
}

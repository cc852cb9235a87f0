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
      return [...alike.slice(start), ...alike.slice(0, start)];
    }
    case 'weighted':
      // Efraimidis–Spirakis: sorting by rng^(1/weight) draws without replacement in proportion to the weights.
      return alike
        .map((credential) => [rng() ** (1 / Math.max(credential.weight, 1e-9)), credential] as const)
        .toSorted(([one], [other]) => other - one)
        .map(([, credential]) => credential);
  }
}

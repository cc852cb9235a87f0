import type { Credential, Endpoint } from '@smart-router/core';
import type { AdaptiveQuestion } from '@smart-router/traffic-shaping';
import { credentialKey } from './candidate.js';
import type { RouterPorts } from './house.js';

/** How many attempts at once a credential was found to bear. */
export interface FoundLimit {
  readonly provider: string;
  readonly credentialId: string;
  readonly limit: number;
  readonly inFlight: number;
}

/** What the adaptive limits of the catalog in force have come to; nothing where none is switched on. */
export async function adaptiveLimits(
  ports: Pick<RouterPorts, 'catalog' | 'limits' | 'clock'>,
): Promise<readonly FoundLimit[]> {
  const { groups, aliases } = ports.catalog();
  const targets = [...groups.values(), ...aliases.values()].flatMap((group) => group.targets);
  const asked = [...new Set(targets.map(({ endpoint }) => endpoint))].flatMap(questionsOf);
  const standings = await ports.limits.adaptiveStandings(
    asked.map(({ question }) => question),
    ports.clock.now(),
  );
  return standings.flatMap((standing, index) => {
    const about = asked[index]?.about;
    return about === undefined ? [] : [{ ...about, ...standing }];
  });
}

interface Asked {
  readonly about: Pick<FoundLimit, 'provider' | 'credentialId'>;
  readonly question: AdaptiveQuestion;
}

function questionsOf(endpoint: Endpoint): readonly Asked[] {
  const { provider, credentials, adaptiveConcurrency: adaptive } = endpoint;
  if (adaptive === undefined) return [];
  return credentials.filter(isEnabled).map((credential) => ({
    about: { provider, credentialId: credential.id },
    question: { credentialKey: credentialKey({ target: { endpoint }, credential }), adaptive },
  }));
}

function isEnabled({ disabled }: Credential): boolean {
  return !disabled;
}

import { allowInsecureRequests, ClientSecretPost, discovery, None, type Configuration } from 'openid-client';
import type { OidcSettings } from '../config/reports-settings.js';

/** The OpenID provider, as it describes itself. */
export interface Provider {
  /** Rejects while the provider is away; the next call asks again. */
  configuration(): Promise<Configuration>;
  /** What it said last, if it was ever asked. */
  known(): Configuration | undefined;
}

/** A provider that does not answer within this time counts as away. */
const timeoutSeconds = 10;

/** What a provider says of itself is asked anew after this time. */
const freshForMs = 60 * 60 * 1000;

interface Known {
  readonly configuration: Configuration;
  readonly at: number;
}

/** Asks the provider when somebody needs it, not before: the reports start without it. */
export function makeProvider(settings: OidcSettings, now: () => number): Provider {
  let known: Known | undefined;
  let asking: Promise<Configuration> | undefined;
  const ask = (): Promise<Configuration> => {
    asking ??= discover(settings)
      .then((configuration) => {
        known = { configuration, at: now() };
        return configuration;
      })
      .finally(() => (asking = undefined));
    return asking;
  };
  return {
    known: () => known?.configuration,
    configuration: async () => {
      if (known === undefined) return ask();
      // What was true an hour ago is better than nothing: it is asked in passing.
      if (now() - known.at > freshForMs) ask().catch(() => undefined);
      return known.configuration;
    },
  };
}

function discover({ issuerUrl, clientId, clientSecret }: OidcSettings): Promise<Configuration> {
  const authentication = clientSecret === undefined ? None() : ClientSecretPost(clientSecret.reveal());
  // Plain HTTP is accepted by the configuration for this machine only.
  const execute = issuerUrl.startsWith('http:') ? [allowInsecureRequests] : [];
  return discovery(new URL(issuerUrl), clientId, undefined, authentication, { timeout: timeoutSeconds, execute });
}

import type { Credential, Endpoint } from '@smart-router/core';
import { toAdaptiveConcurrency, toBackoffRules, toUpstreamShape } from '@smart-router/traffic-shaping';
import type { ProviderOptions } from '../options/provider-options.js';
import type { SecretLookup } from './compile-storage.js';

/** With `auth: none` there is nothing to send, and still one thing to attempt with. */
const keyless: Credential = { id: 'none', key: undefined, priority: 0, weight: 1, disabled: false };

/** Where and how a provider is reached. */
export function compileEndpoint(name: string, options: ProviderOptions, secretOf: SecretLookup): Endpoint {
  const credentials = options.credentials.map((credential) =>
    compileCredential(name, { ...options, credential }, secretOf),
  );
  return {
    provider: name,
    dialect: options.dialect,
    baseUrl: options.base_url.replace(/\/+$/, ''),
    auth: options.auth,
    headers: options.headers,
    credentials: credentials.length === 0 ? [keyless] : credentials,
    credentialStrategy: options.credential_strategy,
    issuer: options.issuer ?? name,
    backoff: toBackoffRules(options.backoff),
    adaptiveConcurrency: toAdaptiveConcurrency(options.adaptive_concurrency),
  };
}

function compileCredential(
  provider: string,
  { auth, credential }: Pick<ProviderOptions, 'auth'> & { readonly credential: ProviderOptions['credentials'][number] },
  secretOf: SecretLookup,
): Credential {
  const { id, key, priority, weight, disabled } = credential;
  const used = auth !== 'none' && !disabled && key !== undefined;
  const shape = toUpstreamShape(credential.traffic_shape);
  return {
    ...{ id, key: used ? secretOf(key) : undefined, priority, weight, disabled },
    ...(shape === undefined ? {} : { shape: { scope: 'credential', key: `credential:${provider}/${id}`, shape } }),
  };
}

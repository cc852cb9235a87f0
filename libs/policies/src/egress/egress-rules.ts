import type { EgressRules } from './check-destination.js';

/** Where calls may go, by the options that policies of both kinds have for it. */
export function egressRules(options: {
  readonly allow_hosts: readonly string[];
  readonly allow_http: boolean;
  readonly allow_private_addresses: boolean;
}): EgressRules {
  return {
    allowHosts: options.allow_hosts,
    allowHttp: options.allow_http,
    allowPrivateAddresses: options.allow_private_addresses,
  };
}

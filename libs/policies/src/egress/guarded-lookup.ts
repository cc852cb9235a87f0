import { lookup, type LookupAddress } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { addressKind, type AddressKind } from './address-kind.js';
import { isLoopbackHost, type EgressRules } from './check-destination.js';

/** A name led where no policy may go. */
export class EgressRefused extends Error {
  override readonly name = 'EgressRefused';
}

/** Finds all addresses of a name, as `dns.lookup` with `all` does. */
export type ResolveHost = (host: string) => Promise<readonly LookupAddress[]>;

/**
 * A look-up for sockets that only gives addresses a policy may call. The socket connects to what was judged here, so a name
 * that leads elsewhere a moment later changes nothing. One bad address among good ones refuses them all.
 */
export function guardedLookup(
  rules: Pick<EgressRules, 'allowPrivateAddresses'>,
  resolve: ResolveHost = resolveHost,
): LookupFunction {
  return (host, options, callback) => {
    resolve(host).then(
      (addresses) => {
        const refused = addresses.find(({ address }) => !isAllowed(host, addressKind(address), rules));
        const [first] = addresses;
        if (refused !== undefined || first === undefined)
          callback(
            new EgressRefused(`${host} leads to ${refused?.address ?? 'no address'}, which no policy may call`),
            '',
          );
        else if (options.all === true) callback(null, [...addresses]);
        else callback(null, first.address, first.family);
      },
      (error: unknown) => callback(error instanceof Error ? error : new Error(String(error)), ''),
    );
  };
}

function isAllowed(host: string, kind: AddressKind, rules: Pick<EgressRules, 'allowPrivateAddresses'>): boolean {
  switch (kind) {
    case 'public':
      return true;
    case 'loopback':
      return isLoopbackHost(host);
    case 'private':
      return rules.allowPrivateAddresses;
    case 'forbidden':
      return false;
  }
}

function resolveHost(host: string): Promise<readonly LookupAddress[]> {
  return new Promise((resolve, reject) =>
    lookup(host, { all: true }, (error, addresses) => (error === null ? resolve(addresses) : reject(error))),
  );
}

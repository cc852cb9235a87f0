import { isIP } from 'node:net';
import { addressKind, type AddressKind } from './address-kind.js';

/** Where a policy may call. */
export interface EgressRules {
  /**
   * `host`, `host:port`, an IPv4 address, or an IPv6 address in brackets. Without a port only the scheme's own is meant,
   * at loopback any.
   */
  readonly allowHosts: readonly string[];
  /** Whether http is allowed beyond loopback. */
  readonly allowHttp: boolean;
  /** Whether a name may lead to a private address. */
  readonly allowPrivateAddresses: boolean;
}

/** A URL that may be called as far as its text tells, or why it may not. */
export type CheckedDestination =
  { readonly ok: true; readonly url: URL } | { readonly ok: false; readonly message: string };

/**
 * Judges a URL by its text: scheme, host, port, credentials. Of a name, the address it leads to is judged when it is
 * connected to: see `guardedLookup`.
 */
export function checkDestination(text: string, rules: EgressRules): CheckedDestination {
  const url = parsed(text);
  if (url === undefined) return no(`the URL should be absolute, got ${JSON.stringify(text.slice(0, 200))}`);
  const shown = `${url.protocol}//${url.host}`;
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return no(`the URL should be https, got ${url.protocol}`);
  if (url.username !== '' || url.password !== '') return no(`the URL should hold no user and no password: ${shown}`);
  if (!rules.allowHosts.some((entry) => isSpelled(entry, url)))
    return no(`the host should be one of allow_hosts, with its port where that is not the usual one: got ${shown}`);
  if (url.protocol === 'http:' && !rules.allowHttp && !isLoopbackHost(bare(url.hostname)))
    return no(`the URL should be https unless its host is loopback or allow_http is set, got ${shown}`);
  const address = bare(url.hostname);
  if (isIP(address) !== 0 && !literalKinds.has(addressKind(address)))
    return no(`${address} is an address that no policy may call`);
  return { ok: true, url };
}

/** An address that the operator wrote into the list is meant, unless nobody can mean it. */
const literalKinds: ReadonlySet<AddressKind> = new Set(['public', 'loopback', 'private']);

/** Whether a host means this machine by its text alone. */
export function isLoopbackHost(host: string): boolean {
  return host === 'localhost' || host.endsWith('.localhost') || (isIP(host) !== 0 && addressKind(host) === 'loopback');
}

/** URLs are compared in the parser's own spelling: `0x7f.1` is 127.0.0.1, and `EXAMPLE.com` is example.com. */
function isSpelled(entry: string, url: URL): boolean {
  const allowed = parsed(`${url.protocol}//${entry}`);
  if (allowed === undefined || allowed.hostname !== url.hostname) return false;
  if (allowed.port === url.port) return true;
  return isLoopbackHost(bare(url.hostname)) && !/:\d+$/.test(entry.replace(/\[.*\]/, ''));
}

/** Without the brackets of an IPv6 address. */
function bare(hostname: string): string {
  return hostname.replace(/^\[|\]$/g, '');
}

function parsed(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined;
}

function no(message: string): CheckedDestination {
  return { ok: false, message };
}

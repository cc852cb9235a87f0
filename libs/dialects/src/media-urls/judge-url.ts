import { isPrivateIpv4, isPrivateIpv6 } from './private-address.js';

/** Why an address is not passed on; `host` is what it leads to, as far as that can be said. */
export interface UnsafeUrl {
  readonly problem: 'private' | 'scheme' | 'unreadable';
  readonly host: string;
}

/** Names that only resolve inside a network. @see https://www.iana.org/assignments/special-use-domain-names */
const privateSuffixes = ['localhost', 'local', 'localdomain', 'internal', 'home.arpa'] as const;

/** Enough of an address to tell its scheme and host, in characters; inline data is long. */
const headLength = 4096;

/** Longest host or scheme that is repeated in a message, in characters. */
const shownLength = 100;

/**
 * What is wrong with the address of a picture or file; `undefined` when a provider may fetch it. The name itself is
 * judged, never what it resolves to. `URL` reads hosts as browsers do: `0x7f.1`, `2130706433` and `127.1` are one.
 */
export function judgeUrl(text: string): UnsafeUrl | undefined {
  const start = startOf(text);
  const head = text.slice(start, start + headLength);
  const url = parse(head);
  // Without a scheme it is inline data, or nothing anybody could fetch.
  if (url === undefined) return /^\W*https?:/i.test(head) ? unreadable : undefined;
  const { protocol, hostname } = url;
  if (protocol === 'data:') return undefined;
  if (protocol !== 'http:' && protocol !== 'https:') return { problem: 'scheme', host: protocol.slice(0, shownLength) };
  // A host that only comes behind the head was not seen.
  if (text.length - start > headLength && !/^https?:[\\/]*[^\\/?#]+[\\/?#]/i.test(head)) return unreadable;
  // Clients disagree about what these mean inside an address.
  if (/[\\\t\r\n]/.test(head.trim())) return unreadable;
  return isPrivateHost(hostname) ? { problem: 'private', host: hostname.slice(0, shownLength) } : undefined;
}

const unreadable: UnsafeUrl = { problem: 'unreadable', host: 'none' };

/** Where an address begins: `URL` passes over any number of spaces and control characters. */
function startOf(text: string): number {
  let at = 0;
  while (text.charCodeAt(at) <= 32) at += 1;
  return at;
}

function parse(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    // Text that is no address is not fetched.
    return undefined;
  }
}

function isPrivateHost(host: string): boolean {
  if (host.startsWith('[')) return isPrivateIpv6(host.slice(1, -1));
  const name = host.replace(/\.+$/, '');
  const address = isPrivateIpv4(name);
  if (address !== undefined) return address;
  // A single word is a name of the network the provider runs in.
  return !name.includes('.') || privateSuffixes.some((suffix) => name.endsWith(`.${suffix}`));
}

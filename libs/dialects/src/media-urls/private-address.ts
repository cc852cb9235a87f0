/** An IPv4 network: its first address and the length of its prefix in bits. */
type Network = readonly [address: string, prefixBits: number];

/**
 * Networks that are not the public internet, and Azure's metadata address, which hides among public ones.
 * @see https://www.iana.org/assignments/iana-ipv4-special-registry
 */
const privateNetworks: readonly Network[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['168.63.129.16', 32],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
];

/** Prefixes of IPv6 networks that are not the public internet: unique local, link-local, site-local, multicast. */
const privatePrefixes: readonly (readonly [value: number, mask: number])[] = [
  [0xfc00, 0xfe00],
  [0xfe80, 0xffc0],
  [0xfec0, 0xffc0],
  [0xff00, 0xff00],
];

/** Whether an IPv4 address, as `URL` spells it, is not of the public internet; `undefined` when it is no address. */
export function isPrivateIpv4(host: string): boolean | undefined {
  const address = numberOf(host);
  return address === undefined ? undefined : inPrivateNetwork(address);
}

/** The same for an IPv6 address without brackets; one that carries an IPv4 address is judged by that. */
export function isPrivateIpv6(host: string): boolean {
  const groups = groupsOf(host);
  const [first = 0, second = 0, third = 0] = groups;
  if (privatePrefixes.some(([value, mask]) => (first & mask) === value)) return true;
  const last = join(groups[6], groups[7]);
  // Unspecified, loopback, and the old form of IPv4-compatible addresses.
  if (groups.slice(0, 6).every((group) => group === 0)) return last <= 1 || inPrivateNetwork(last);
  const mapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff;
  const translated = first === 0x64 && second === 0xff9b;
  if (mapped || translated) return inPrivateNetwork(last);
  return first === 0x2002 && inPrivateNetwork(join(second, third));
}

function inPrivateNetwork(address: number): boolean {
  return privateNetworks.some(([network, prefixBits]) => {
    const hosts = 2 ** (32 - prefixBits);
    return Math.floor(address / hosts) === Math.floor((numberOf(network) ?? 0) / hosts);
  });
}

function numberOf(dotted: string): number | undefined {
  if (!/^\d{1,3}(\.\d{1,3}){3}$/.test(dotted)) return undefined;
  return dotted.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
}

function join(high = 0, low = 0): number {
  return high * 65_536 + low;
}

/** The eight groups; `URL` writes at most one `::`, and no dots. */
function groupsOf(host: string): readonly number[] {
  const [head = '', tail] = host.split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = Array.from({ length: 8 - before.length - after.length }, () => '0');
  return [...before, ...zeros, ...after].map((group) => Number.parseInt(group, 16));
}

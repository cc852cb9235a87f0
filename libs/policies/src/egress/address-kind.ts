import { BlockList, isIPv4, isIPv6 } from 'node:net';

/**
 * What stands behind an IP address. `forbidden` is what no policy ever has business with: link-local addresses, where
 * clouds keep the credentials of machines, and everything that is no single host.
 */
export type AddressKind = 'public' | 'loopback' | 'private' | 'forbidden';

/** @see https://www.iana.org/assignments/iana-ipv4-special-registry and its sister for IPv6 */
const networks: Readonly<Record<Exclude<AddressKind, 'public'>, readonly string[]>> = {
  forbidden: [
    ...['0.0.0.0/8', '169.254.0.0/16', '192.0.0.0/24', '192.0.2.0/24', '192.88.99.0/24', '198.51.100.0/24'],
    ...['203.0.113.0/24', '224.0.0.0/4', '240.0.0.0/4'],
    // Alibaba's and AWS's metadata services stand outside the link-local networks.
    ...['100.100.100.200/32', 'fd00:ec2::/32'],
    ...['::/128', 'fe80::/10', 'fec0::/10', 'ff00::/8', '100::/64', '2001::/23', '2001:db8::/32'],
    // These carry an IPv4 address inside, which would be judged by nobody: NAT64, 6to4, IPv4-compatible.
    ...['64:ff9b::/96', '64:ff9b:1::/48', '2002::/16', '::/96'],
  ],
  loopback: ['127.0.0.0/8', '::1/128'],
  private: ['10.0.0.0/8', '100.64.0.0/10', '172.16.0.0/12', '192.168.0.0/16', '198.18.0.0/15', 'fc00::/7'],
};

/** Only these are given to hosts of the internet. */
const publicV6 = blockList(['2000::/3']);

const lists = {
  loopback: blockList(networks.loopback),
  forbidden: blockList(networks.forbidden),
  private: blockList(networks.private),
};

/** The kind of an address as the resolver gives it. An IPv4 address mapped into IPv6 is judged as itself. */
export function addressKind(address: string): AddressKind {
  const plain = unmapped(address.replace(/%.*$/, ''));
  const family = isIPv4(plain) ? 'ipv4' : 'ipv6';
  if (family === 'ipv6' && !isIPv6(plain)) return 'forbidden';
  if (lists.loopback.check(plain, family)) return 'loopback';
  if (lists.forbidden.check(plain, family)) return 'forbidden';
  if (lists.private.check(plain, family)) return 'private';
  return family === 'ipv4' || publicV6.check(plain, family) ? 'public' : 'forbidden';
}

/** `::ffff:10.0.0.1`, `::ffff:a00:1` and their long forms are `10.0.0.1`. */
function unmapped(address: string): string {
  if (!isIPv6(address)) return address;
  // The URL parser writes an IPv6 address in its one short form, with hexadecimal groups only.
  const short = new URL(`http://[${address}]`).hostname.slice(1, -1);
  const mapped = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(short);
  if (mapped === null) return short;
  const groups = [mapped[1], mapped[2]].map((group) => Number.parseInt(group ?? '0', 16));
  return groups.flatMap((group) => [group >> 8, group & 255]).join('.');
}

function blockList(ranges: readonly string[]): BlockList {
  const list = new BlockList();
  for (const range of ranges) {
    const [network = '', bits = ''] = range.split('/');
    list.addSubnet(network, Number(bits), isIPv4(network) ? 'ipv4' : 'ipv6');
  }
  return list;
}

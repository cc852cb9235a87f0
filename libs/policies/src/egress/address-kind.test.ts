import { addressKind, type AddressKind } from './address-kind.js';

it.each<[AddressKind, readonly string[]]>([
  ['public', ['8.8.8.8', '2606:4700::1111', '::ffff:8.8.8.8', '172.32.0.1', '100.128.0.1']],
  ['loopback', ['127.0.0.1', '127.255.255.254', '::1', '::ffff:127.0.0.1', '::ffff:7f00:1', '0:0:0:0:0:0:0:1']],
  [
    'private',
    ['10.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.1.1', '100.64.0.1', '198.18.0.1', 'fd00::1', 'fc00::1'],
  ],
  ['private', ['::ffff:10.0.0.1', '::ffff:a00:1', '0:0:0:0:0:ffff:c0a8:101']],
  [
    'forbidden',
    ['169.254.169.254', '169.254.1.1', '::ffff:169.254.169.254', '::ffff:a9fe:a9fe', 'fe80::1', 'fe80::1%eth0'],
  ],
  ['forbidden', ['0.0.0.0', '::', '::ffff:0.0.0.0', '100.100.100.200', 'fd00:ec2::254', '224.0.0.1', 'ff02::1']],
  ['forbidden', ['255.255.255.255', '64:ff9b::a9fe:a9fe', '2002:a9fe:a9fe::', '::7f00:1', '::10.0.0.1']],
  ['forbidden', ['', 'example.com', '1.2.3', '4000::1', '2001:db8::1']],
])('knows %s addresses: %j', (kind, addresses) => {
  expect(addresses.map((address) => [address, addressKind(address)])).toEqual(
    addresses.map((address) => [address, kind]),
  );
});

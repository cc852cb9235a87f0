import { checkDestination, type EgressRules } from './check-destination.js';

const rules: EgressRules = {
  allowHosts: ['policy.example', 'odd.example:8443', 'Äpfel.example', '10.0.0.7', 'localhost', '127.0.0.1', '[::1]'],
  allowHttp: false,
  allowPrivateAddresses: false,
};

const verdict = (url: string, more: Partial<EgressRules> = {}) => checkDestination(url, { ...rules, ...more }).ok;

it.each([
  'https://policy.example/a?b#c',
  'https://POLICY.example',
  'https://policy.example:443/',
  'https://odd.example:8443/',
  'https://xn--pfel-koa.example/',
  'https://10.0.0.7/',
  'http://localhost:9000/',
  'http://127.0.0.1:9000/',
  'http://[::1]:9000/',
  'http://0x7f.1/',
])('lets %s through', (url) => expect(verdict(url)).toBe(true));

it.each([
  ['http://policy.example/', 'https unless'],
  ['https://policy.example:8443/', 'one of allow_hosts'],
  ['https://odd.example/', 'one of allow_hosts'],
  ['https://policy.example./', 'one of allow_hosts'],
  ['https://policy.example.evil.example/', 'one of allow_hosts'],
  ['https://evil.example/policy.example', 'one of allow_hosts'],
  ['https://policy.example@evil.example/', 'no user'],
  ['https://user:secret@policy.example/', 'no user'],
  ['https://169.254.169.254/latest', 'one of allow_hosts'],
  ['https://2852039166/', 'one of allow_hosts'],
  ['https://[::ffff:7f00:1]/', 'one of allow_hosts'],
  ['file:///etc/passwd', 'https'],
  ['data:application/json,{}', 'https'],
  ['/relative', 'absolute'],
  ['', 'absolute'],
])('refuses %s: %s', (url, why) =>
  expect(checkDestination(url, rules)).toEqual({ ok: false, message: expect.stringContaining(why) }),
);

it('lets http through beyond loopback when that is allowed', () => {
  expect([verdict('http://policy.example/', { allowHttp: true }), verdict('http://policy.example/')]).toEqual([
    true,
    false,
  ]);
});

it('refuses the addresses of metadata even where they stand in the list', () => {
  const allowHosts = ['169.254.169.254', '[fe80::1]', '0.0.0.0', '[::ffff:a9fe:a9fe]', '[fd00:ec2::254]'];
  expect(allowHosts.map((host) => verdict(`https://${host}/`, { allowHosts }))).toEqual(allowHosts.map(() => false));
});

it('never shows the password of a URL', () => {
  expect(JSON.stringify(checkDestination('https://user:secret@policy.example/', rules))).not.toContain('secret');
});

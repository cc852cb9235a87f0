import { judgeUrl } from './judge-url.js';

describe('the address of a picture or file', () => {
  it.each([
    'https://example.com/a.png',
    'HTTP://EXAMPLE.COM./a.png',
    'https://user:secret@example.com/a.png',
    'https://8.8.8.8/a.png',
    'https://172.32.0.1/a.png',
    'https://[2606:4700::1111]/a.png',
    'https://[::ffff:8.8.8.8]/a.png',
    'https://localhost.example.com/a.png',
    'https://internal.example.com/a.png',
    'data:image/png;base64,AAAA',
    'DATA:image/png;base64,AAAA',
    'iVBORw0KGgo=',
  ])('%s is passed on', (url) => {
    expect(judgeUrl(url)).toBeUndefined();
  });

  it.each([
    ['http://127.0.0.1/', '127.0.0.1'],
    ['http://127.1/', '127.0.0.1'],
    ['http://2130706433/', '127.0.0.1'],
    ['http://0x7f000001/', '127.0.0.1'],
    ['http://0x7f.0.0.1/', '127.0.0.1'],
    ['http://0177.0.0.1/', '127.0.0.1'],
    ['http://127.0.0.1./', '127.0.0.1'],
    ['http://%31%32%37.0.0.1/', '127.0.0.1'],
    ['http://１２７.0.0.1/', '127.0.0.1'],
    ['http://0/', '0.0.0.0'],
    ['http://10.1.2.3:8080/a', '10.1.2.3'],
    ['http://172.31.255.255/', '172.31.255.255'],
    ['http://192.168.0.1/', '192.168.0.1'],
    ['http://100.100.100.200/', '100.100.100.200'],
    ['http://168.63.129.16/', '168.63.129.16'],
    ['http://169.254.169.254/latest/meta-data', '169.254.169.254'],
    ['http://user:secret@169.254.169.254/', '169.254.169.254'],
    ['http://example.com@10.0.0.1/', '10.0.0.1'],
    ['http://255.255.255.255/', '255.255.255.255'],
    ['http://[::]/', '[::]'],
    ['http://[::1]/', '[::1]'],
    ['http://[0:0:0:0:0:0:0:1]/', '[::1]'],
    ['http://[::ffff:127.0.0.1]/', '[::ffff:7f00:1]'],
    ['http://[::ffff:a9fe:a9fe]/', '[::ffff:a9fe:a9fe]'],
    ['http://[::127.0.0.1]/', '[::7f00:1]'],
    ['http://[64:ff9b::10.0.0.1]/', '[64:ff9b::a00:1]'],
    ['http://[2002:7f00:1::]/', '[2002:7f00:1::]'],
    ['http://[fe80::1]/', '[fe80::1]'],
    ['http://[fd00:ec2::254]/', '[fd00:ec2::254]'],
    ['http://[ff02::1]/', '[ff02::1]'],
    ['http://localhost/', 'localhost'],
    ['  HTTPS://LOCALHOST.:443/', 'localhost.'],
    ['http://a.localhost/', 'a.localhost'],
    ['http://metadata.google.internal/', 'metadata.google.internal'],
    ['http://Metadata.Google.Internal./', 'metadata.google.internal.'],
    ['http://db.internal/', 'db.internal'],
    ['http://printer.local/', 'printer.local'],
    ['http://intranet/', 'intranet'],
  ])('%s is not: it leads to %s', (url, host) => {
    expect(judgeUrl(url)).toEqual({ problem: 'private', host });
  });

  it('is found behind any number of spaces', () => {
    expect(judgeUrl(`${' \n\u0001'.repeat(3000)}http://10.0.0.1/`)).toEqual({ problem: 'private', host: '10.0.0.1' });
  });

  it('is not, when its host only comes far behind', () => {
    for (const far of ['//example.com'.padEnd(5000, 'a'), '//'.padEnd(5000, 'a.'), '/'.repeat(5000)]) {
      expect(judgeUrl(`http:${far}@127.0.0.1/`)).toEqual({ problem: 'unreadable', host: 'none' });
    }
  });

  it('may be long behind its host', () => {
    expect(judgeUrl(`https://example.com/${'a'.repeat(10_000)}`)).toBeUndefined();
  });

  it.each([
    ['file:///etc/passwd', 'file:'],
    ['FTP://example.com/a.png', 'ftp:'],
    ['gopher://example.com/', 'gopher:'],
    ['localhost:8080/a.png', 'localhost:'],
  ])('%s is not: nobody fetches by %s', (url, host) => {
    expect(judgeUrl(url)).toEqual({ problem: 'scheme', host });
  });

  it.each([
    'http://',
    'http://[::1',
    'http://[fe80::1%25eth0]/',
    'http://example.com\\@127.0.0.1/',
    'ht\ntp://10.0.0.1/',
    '\u0001http:\\\\10.0.0.1/',
  ])('%j is not: clients read it differently, or not at all', (url) => {
    expect(judgeUrl(url)).toEqual({ problem: 'unreadable', host: 'none' });
  });
});

import fc from 'fast-check';
import { backPath } from './back-path.js';

const origin = 'https://reports.example.com';

test.each([
  '/',
  '/usage',
  '/usage?since=7d&group-by=project,model',
  '/requests/req_1?x=%2F%2Fevil',
  '/a/b?c=https://d',
])('%s is gone back to as it is', (path) => {
  expect(backPath(path)).toBe(path);
});

test.each([
  ['another site', 'https://evil.example/'],
  ['another site without a scheme', '//evil.example'],
  ['a backslash, which browsers read as a slash', '/\\evil.example'],
  ['a slash that comes later', '/a/..//evil.example'],
  ['a tab, which browsers drop', '/\t/evil.example'],
  ['a line end, which would begin another header', '/x\r\nset-cookie: a=b'],
  ['a script', 'javascript:alert(1)'],
  ['the sign-in page itself', '/sign-in?back=/usage'],
  ['nothing', undefined],
  ['two values', ['/a', '/b']],
  ['something long', `/${'a'.repeat(5000)}`],
])('%s is not gone back to', (_what, given) => {
  expect(backPath(given)).toBe('/');
});

test('whatever is given leads to this site, and holds nothing a header or a page could stumble over', () => {
  const nasty = fc.constantFrom(
    '/',
    '\\',
    '.',
    '..',
    '@',
    ':',
    '?',
    '#',
    '%2f',
    '%5c',
    '\t',
    '\n',
    'evil.example',
    'a',
    ';',
  );
  const given = fc.oneof(
    fc.string(),
    fc.array(nasty, { maxLength: 8 }).map((parts) => `/${parts.join('')}`),
  );
  fc.assert(
    fc.property(given, (text) => {
      const path = backPath(text);
      expect(new URL(path, origin).origin).toBe(origin);
      expect(path).toMatch(/^\/(?!\/)[\x21-\x7e]*$/);
      expect(backPath(path)).toBe(path);
    }),
    { numRuns: 2000 },
  );
});

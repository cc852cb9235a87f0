import { canonicalPath } from './canonical-path.js';

describe('canonicalPath', () => {
  it.each([
    ['/v1/messages?beta=true', '/v1/messages'],
    ['/v1/responses/?api-version=2', '/v1/responses'],
    ['/v1//chat/completions', '/v1/chat/completions'],
    ['//v1/messages', '/v1/messages'],
    ['/v1/v1/messages', '/v1/messages'],
    ['/chat/completions', '/v1/chat/completions'],
    ['/messages/count_tokens', '/v1/messages/count_tokens'],
    ['/responses/compact', '/v1/responses/compact'],
    ['/models?limit=1000', '/v1/models'],
    ['/anthropic/v1/messages', '/anthropic/v1/messages'],
    ['/anthropic/messages', '/anthropic/v1/messages'],
    ['http://router/v1/messages', '/v1/messages'],
    ['http://router', '/'],
    ['/', '/'],
    ['', '/'],
    ['/healthz/', '/healthz'],
    ['/v1/metrics', '/v1/metrics'],
    ['/v1/models/team/model', '/v1/models/team/model'],
  ])('reads %s as %s', (url, path) => {
    expect(canonicalPath(url)).toBe(path);
  });

  it.each([
    '/v1/%6dessages',
    '/v1/chat/../messages',
    '/v2/messages',
    '/openai/v1/messages',
    '/messagesx',
    '/V1/messages',
  ])('does not take %s for an endpoint', (url) => {
    expect(canonicalPath(url)).toBe(url);
  });

  it('is its own canonical form', () => {
    for (const url of ['/v1/v1//messages//', '//models///x/', '/anthropic//v1/models']) {
      expect(canonicalPath(canonicalPath(url))).toBe(canonicalPath(url));
    }
  });
});

import { readConfig } from '../read-config.js';

const base = `
providers:
  p: { dialect: openai-chat, base_url: "http://p/v1", auth: none, models: { m: {} } PROVIDER }
model_groups:
  g: { strategy: STRATEGY, targets: [{ provider: p, model: m TARGET }] GROUP }
`;

interface Places {
  readonly provider?: string;
  readonly strategy?: string;
  readonly target?: string;
  readonly group?: string;
  readonly root?: string;
}

function read({ provider = '', strategy = 'failover', target = '', group = '', root = '' }: Places) {
  const text = base
    .replace('PROVIDER', provider)
    .replace('STRATEGY', strategy)
    .replace('TARGET', target)
    .replace('GROUP', group);
  return readConfig(text + root, { DATABASE_URL: 'postgres://h/d', REDIS_URL: 'redis://h' });
}

describe('features that are not built yet', () => {
  it.each<[string, Places, string]>([
    ['model_groups.g.redaction.enabled', { group: ', redaction: { enabled: true }' }, 'redaction (got true)'],
    ['model_groups.g.cache.enabled', { group: ', cache: { enabled: true }' }, 'the response cache (got true)'],
    ['telemetry.traces.enabled', { root: 'telemetry: { traces: { enabled: true } }' }, 'traces (got true)'],
    [
      'server.trusted_proxies',
      { root: 'server: { trusted_proxies: [10.0.0.0/8] }' },
      'client addresses behind proxies (got a list)',
    ],
  ])('are refused as such at %s', (path, places, feature) => {
    expect(read(places)).toEqual({ ok: false, problems: [{ path, message: `not available yet: ${feature}` }] });
  });

  it('may stand switched off', () => {
    const group = ', mid_stream: fail, redaction: { enabled: false }, cache: { enabled: false, ttl_ms: 1 }';
    const provider = ', adaptive_concurrency: { enabled: false, min: 1, max: 2 }';
    expect(
      read({
        group,
        provider,
        root: 'telemetry: { traces: { enabled: false } }\nserver: { trusted_proxies: [], on_disconnect: cancel }',
      }).ok,
    ).toBe(true);
  });
});

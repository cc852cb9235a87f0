import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { routingOptions } from '@smart-router/routing';
import type { Catalog } from './catalog.js';
import { readConfig, type Environment } from './read-config.js';

const env: Environment = {
  DATABASE_URL: 'postgres://127.0.0.1/router',
  REDIS_URL: 'rediss://router:planted-redis-secret@127.0.0.1/3',
  OPENAI_API_KEY: 'planted-openai-secret',
  OPENAI_RESERVE_API_KEY: 'planted-reserve-secret',
  SMART_ROUTER_SNAPSHOT_KEY: 'planted-snapshot-secret',
  POLICY_AUTHORIZATION: 'Bearer planted-policy-secret',
};

const readFile = (): string => 'planted-anthropic-secret\n';

const example = readFileSync(join(__dirname, '../../../docs/smart-router.example.yaml'), 'utf8');

const minimal = `
providers:
  openai: { dialect: openai-responses, base_url: "https://api.openai.com/v1/", credentials: [{ id: main, key: { env: OPENAI_API_KEY } }], models: { gpt-5: {} } }
model_groups:
  default: { strategy: failover, targets: [{ provider: openai, model: gpt-5 }] }
`;

function catalogOf(text: string): Catalog {
  const reading = readConfig(text, env, { readFile });
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems, undefined, 1));
  return reading.catalog;
}

function problemsOf(text: string, environment: Environment = env): Readonly<Record<string, string>> {
  const reading = readConfig(text, environment, { readFile });
  return Object.fromEntries(reading.ok ? [] : reading.problems.map(({ path, message }) => [path, message]));
}

describe('a configuration that is right', () => {
  it('takes headers of policy services as text or as secrets by reference, and no token in the open', () => {
    const policy = (headers: string) =>
      minimal.replace(
        'strategy: failover',
        `strategy: external, external: { url: "https://p.example/", allow_hosts: [p.example], headers: ${headers} }`,
      );
    const headersOf = (headers: string) => {
      const reading = readConfig(policy(headers), env, { readFile });
      const found = reading.ok ? reading.catalog.groups.get('default')?.policyHeaders : undefined;
      return [...(found ?? [])].map(([name, value]) => [name, value.reveal()]);
    };
    expect(headersOf('{ x-team: web, authorization: { env: POLICY_AUTHORIZATION }, x-key: { file: ./key } }')).toEqual([
      ['x-team', 'web'],
      ['authorization', 'Bearer planted-policy-secret'],
      ['x-key', 'planted-anthropic-secret'],
    ]);
    const problems = problemsOf(policy('{ Authorization: Bearer planted-open-secret, host: x, x: { env: MISSING } }'));
    expect(JSON.stringify(problems)).not.toContain('planted');
    expect(Object.keys(problems)).toEqual(
      expect.arrayContaining(['model_groups.default.external.headers.host', 'model_groups.default.external.headers.x']),
    );
    expect(problemsOf(policy('{ Authorization: Bearer planted-open-secret }'))).toEqual({
      'model_groups.default.external.headers.Authorization':
        'Authorization should be { env: NAME } or { file: PATH }, never the secret itself',
    });
  });

  it('compiles the documented example, every key of it', () => {
    const catalog = catalogOf(example);
    expect([...catalog.groups.keys()]).toEqual(['chat', 'balanced', 'smart', 'chosen']);
    expect(catalog.server.adminListen).toEqual({ host: '127.0.0.1', port: 9090 });
    expect(catalog.groups.get('chat')?.targets.map((target) => target.id)).toEqual([
      'openai/gpt-5',
      'anthropic/claude-sonnet-4-5',
      'in-house/small',
    ]);
  });

  it('keeps a snapshot of keys for at most a week, unless it says otherwise', () => {
    const kept = (more: string) =>
      catalogOf(
        `${minimal}storage: { key_snapshot: { file: ./k, encryption_key: { env: SMART_ROUTER_SNAPSHOT_KEY }${more} } }`,
      ).storage.keySnapshot;
    expect(kept('')).toMatchObject({ file: './k', maxAgeMs: 604_800_000 });
    expect(kept(', max_age_ms: 3600000')?.encryptionKey.reveal()).toBe(env['SMART_ROUTER_SNAPSHOT_KEY']);
    expect(catalogOf(minimal).storage.keySnapshot).toBeUndefined();
  });

  it('makes keys of conversations with a salt of its own, or else with one that replicas share through their database', () => {
    const salt = (text: string, environment: Environment = env) => {
      const reading = readConfig(text, environment, { readFile });
      return reading.ok ? reading.catalog.conversationSalt.reveal() : undefined;
    };
    const own = `${minimal}server: { conversation_salt: { env: SALT } }`;
    expect(salt(own, { ...env, SALT: 'planted-salt' })).toBe('planted-salt');
    expect(salt(minimal)).toMatch(/^[0-9a-f]{64}$/);
    expect(salt(minimal)).toBe(salt(`${minimal}server: { owned_by: us }`));
    expect(salt(minimal)).not.toBe(salt(minimal, { ...env, DATABASE_URL: 'postgres://127.0.0.1/other' }));
    expect(problemsOf(own)).toEqual({
      'server.conversation_salt': 'conversation_salt: environment variable SALT should be set, and is not',
    });
  });

  it('keeps rows of requests for a year and what refers to them for a month, and deletes nothing by default', () => {
    expect(catalogOf(minimal).storage.retention).toEqual({
      ...{ enabled: false, dryRun: true, batchRows: 5000 },
      keptDays: { usage_detail: 365, usage_diagnostics: 30, decision_telemetry: 30, security_access_events: 90 },
    });
    const kept = (classes: string) => `${minimal}storage: { retention: { classes: { ${classes} } } }`;
    const forEver = catalogOf(kept('usage_detail: { enabled: false }')).storage.retention.keptDays;
    expect(forEver.usage_detail).toBeUndefined();
    const wanted =
      'usage_detail should be kept at least as long as usage_diagnostics and decision_telemetry, which refer to it';
    const tooShort = { 'storage.retention.classes': wanted };
    expect(problemsOf(kept('usage_detail: { days: 7 }'))).toEqual(tooShort);
    expect(problemsOf(kept('usage_diagnostics: { enabled: false }'))).toEqual(tooShort);
  });

  it('adds usage up every five minutes, and makes a day final after two days', () => {
    expect(catalogOf(minimal).storage.rollups).toEqual({
      ...{ enabled: true, intervalMs: 300_000, settleMs: 900_000 },
      ...{ finalDayAfterMs: 172_800_000, finalMonthAfterMs: 604_800_000 },
    });
  });

  it('fills in defaults for whatever is left out', () => {
    const { server, storage, state, telemetry } = catalogOf(minimal);
    expect(server).toMatchObject({
      listen: { host: '127.0.0.1', port: 8080 },
      adminListen: undefined,
      ownedBy: 'smart-llmrouter',
    });
    expect(storage.spool).toEqual({
      directory: './data/spool',
      fsyncIntervalMs: 50,
      maxBytes: 1_073_741_824,
      onFull: 'refuse',
    });
    expect(state).toBeUndefined();
    expect(telemetry.traces.enabled).toBe(false);
  });

  it('shares state through Redis when it says where, and hides the address', () => {
    const { state } = catalogOf(`${minimal}\nstate: { redis_url: { env: REDIS_URL } }`);
    expect(state).toMatchObject({ commandTimeoutMs: 50, expectedReplicas: 1, keyPrefix: 'smart-router:' });
    expect(state?.redisUrl.reveal()).toBe(env['REDIS_URL']);
    expect(JSON.stringify(state)).not.toContain('planted');
  });

  it('is empty when the document is', () => {
    expect(catalogOf('').groups.size).toBe(0);
    expect(catalogOf('# only a comment\n').groups.size).toBe(0);
  });

  it('reads secrets from the environment and from files, less the line end, and hides them from printing', () => {
    const [openai, anthropic] = catalogOf(example).groups.get('chat')?.targets ?? [];
    expect(openai?.endpoint.credentials.map((credential) => credential.key?.reveal())).toEqual([
      'planted-openai-secret',
      'planted-reserve-secret',
    ]);
    expect(anthropic?.endpoint.credentials[0]?.key?.reveal()).toBe('planted-anthropic-secret');
    expect(JSON.stringify([...catalogOf(example).groups.values()])).not.toContain('planted');
  });

  it('lets a target count over its provider and that over the server', () => {
    const [openai, anthropic] = catalogOf(example).groups.get('chat')?.targets ?? [];
    expect(openai?.timeouts).toMatchObject({ connectMs: 5_000, firstTokenMs: 60_000, totalMs: 300_000 });
    expect(anthropic?.timeouts).toMatchObject({ connectMs: 5_000, firstTokenMs: 120_000, totalMs: 600_000 });
    expect(anthropic?.capabilities).toMatchObject({ prefill: false, tools: true, systemMessages: 'leading' });
    expect(anthropic?.tags).toEqual(['careful']);
  });

  it('names the scope of every shape, widest first, and leaves out those that limit nothing', () => {
    const [openai, anthropic] = catalogOf(example).groups.get('chat')?.targets ?? [];
    expect(openai?.shapes.map(({ scope, key }) => [scope, key])).toEqual([
      ['provider', 'provider:openai'],
      ['model', 'model:openai/gpt-5'],
      ['target', 'target:chat/openai/gpt-5'],
    ]);
    expect(anthropic?.shapes).toEqual([]);
  });

  it('smooths a credential wherever it is used, and only one that has a shape', () => {
    const [openai] = catalogOf(example).groups.get('chat')?.targets ?? [];
    expect(openai?.endpoint.credentials.map(({ shape }) => shape?.key)).toEqual([
      undefined,
      'credential:openai/reserve',
    ]);
    expect(openai?.endpoint.credentials[1]?.shape).toMatchObject({ scope: 'credential', shape: { concurrent: 20 } });
  });

  it('keeps prices as integers of micro-USD and an absent price as unknown', () => {
    const prices = catalogOf(example).groups.get('chat')?.targets[0]?.prices;
    expect(prices).toMatchObject({ inputMicroUsdPerMillion: 1_250_000, cachedInputMicroUsdPerMillion: 125_000 });
    expect(prices).not.toHaveProperty('cacheWrite5mMicroUsdPerMillion');
    const smallest = catalogOf(
      minimal.replace('{ gpt-5: {} }', '{ gpt-5: { prices: { input_per_million_usd: 1.000001 } } }'),
    );
    expect(smallest.groups.get('default')?.targets[0]?.prices).toEqual({ inputMicroUsdPerMillion: 1_000_001 });
  });

  it('puts whole price lists together for tiers, where a price that a tier does not name is the model’s', () => {
    const prices = catalogOf(example).groups.get('chat')?.targets[0]?.prices;
    expect(prices?.tiers?.['flex']).toEqual({
      ...{
        inputMicroUsdPerMillion: 625_000,
        cachedInputMicroUsdPerMillion: 62_500,
        outputMicroUsdPerMillion: 5_000_000,
      },
      ...{ imageInputMicroUsdPerMillion: 1_250_000, source: 'price page', updated: '2026-11-01' },
    });
    expect(Object.keys(prices?.tiers ?? {})).toEqual(['flex', 'priority']);
  });

  it('trims the slash of a base URL and gives a keyless provider one credential to attempt with', () => {
    expect(catalogOf(minimal).groups.get('default')?.targets[0]?.endpoint.baseUrl).toBe('https://api.openai.com/v1');
    const inHouse = catalogOf(example).groups.get('chat')?.targets[2];
    expect(inHouse?.endpoint.credentials).toEqual([
      { id: 'none', key: undefined, priority: 0, weight: 1, disabled: false },
    ]);
  });

  it('listens on any host, in brackets for IPv6, and takes port 0 as any free port', () => {
    expect(catalogOf('server: { listen: "0.0.0.0:0" }').server.listen).toEqual({ host: '0.0.0.0', port: 0 });
    expect(catalogOf('server: { listen: "[::1]:8080" }').server.listen).toEqual({ host: '::1', port: 8080 });
  });

  it('does not ask for the secrets of keyless providers and of disabled credentials', () => {
    const keyless = minimal.replace('credentials: [', 'auth: none, credentials: [');
    const disabled = minimal.replace('id: main,', 'id: main, disabled: true,');
    for (const text of [keyless, disabled]) {
      const reading = readConfig(text, { DATABASE_URL: env['DATABASE_URL'] });
      expect(
        reading.ok && reading.catalog.groups.get('default')?.targets[0]?.endpoint.credentials[0]?.key,
      ).toBeUndefined();
      expect(reading.ok).toBe(true);
    }
  });
});

describe('the hash', () => {
  it('has 16 hex digits and ignores formatting, key order and the values of secrets', () => {
    const { hash } = catalogOf('server: { organization: acme, owned_by: us }');
    expect(hash).toMatch(/^[0-9a-f]{16}$/);
    expect(catalogOf('# note\nserver:\n  owned_by: us\n  organization: acme\n').hash).toBe(hash);
    const rotated = readConfig(minimal, { ...env, OPENAI_API_KEY: 'another' });
    expect(rotated.ok && rotated.catalog.hash).toBe(catalogOf(minimal).hash);
  });

  it('changes with any value', () => {
    expect(catalogOf('server: { organization: acme }').hash).not.toBe(
      catalogOf('server: { organization: acme2 }').hash,
    );
  });
});

describe('names outside groups', () => {
  const exposed = `
server: { expose_models: true }
providers:
  a: { dialect: openai-chat, base_url: "http://a/v1", auth: none, prefix: team-a, models: { small: { aliases: [tiny] }, big: {} } }
  b: { dialect: openai-chat, base_url: "http://b/v1", auth: none, prefix: team-b, force_model_prefix: true, models: { small: {} } }
model_groups:
  big: { strategy: static, targets: [{ provider: b, model: small }] }
`;

  it('are prefixed names, aliases and bare refs; a group wins over a bare ref, a forced prefix hides it', () => {
    const { aliases, groups } = catalogOf(exposed);
    expect([...aliases.keys()].toSorted()).toEqual([
      'small',
      'team-a/big',
      'team-a/small',
      'team-a/tiny',
      'team-b/small',
      'tiny',
    ]);
    expect(aliases.get('tiny')?.targets.map((target) => target.id)).toEqual(['a/small']);
    expect(aliases.get('team-b/small')?.targets[0]?.endpoint.provider).toBe('b');
    expect(groups.get('big')?.targets[0]?.id).toBe('b/small');
  });

  it('are none unless models are exposed', () => {
    expect(catalogOf(exposed.replace('expose_models: true', 'expose_models: false')).aliases.size).toBe(0);
  });

  it('stand for one model each', () => {
    const twice = problemsOf(exposed.replace('force_model_prefix: true', 'force_model_prefix: false'));
    expect(twice['providers.b.models.small']).toBe(
      'the name "small" should stand for one model, and providers.a.models.small claims it too',
    );
    const group = problemsOf(exposed.replace('tiny', 'big'));
    expect(group['providers.a.models.small.aliases[0]']).toContain(
      'the name "big" should stand for one model, and model_groups.big',
    );
  });
});

const strategies = routingOptions.shape.strategy.unwrap().options.join(', ');

describe('a configuration with many mistakes', () => {
  const wrong = `
server: { listen: 8080, drain_timeout_ms: soon, default_model_grup: x, default_model_group: chats, model_identity: mine }
providers:
  openai:
    dialect: openai
    base_url: ftp://api.openai.com
    credentials: [{ id: main, key: { env: MISSING_KEY } }, { id: main, key: { env: OPENAI_API_KEY } }, { id: bare }]
    headers: { authorization: "Bearer planted-header-secret" }
    models:
      "gpt-4.1": { prices: { input_per_million_usd: 0.0000001 }, capabilities: { tols: true } }
model_groups:
  chat: { strategy: clever, targets: [] }
  other: { strategy: static, targets: [{ provider: opnai, model: x }, { provider: openai, model: gpt-41 }, { provider: openai, model: gpt-41 }] }
`;
  const problems = problemsOf(wrong);

  it.each([
    ['server.listen', 'listen should be a string, got 8080'],
    ['server.drain_timeout_ms', 'drain_timeout_ms should be a number, got "soon"'],
    ['server.default_model_grup', 'unknown key "default_model_grup"; did you mean "default_model_group"?'],
    ['server.default_model_group', 'default_model_group should be a declared group, got "chats"; did you mean "chat"?'],
    ['server.model_identity', 'model_identity should be one of upstream, requested_group, got "mine"'],
    [
      'providers.openai.dialect',
      'dialect should be one of openai-chat, openai-responses, anthropic-messages, got "openai"',
    ],
    ['providers.openai.credentials[0].key', 'key: environment variable MISSING_KEY should be set, and is not'],
    ['providers.openai.credentials[1].id', 'id should be unique in its provider, got "main" twice'],
    [
      'providers.openai.credentials[2].key',
      'key should be { env: NAME } or { file: PATH } with auth bearer, got nothing',
    ],
    ['providers.openai.headers.authorization', '"authorization" is set by the router; keys belong in credentials'],
    [
      'providers.openai.models["gpt-4.1"].prices.input_per_million_usd',
      'input_per_million_usd should have at most 6 decimals, got 1e-7',
    ],
    ['providers.openai.models["gpt-4.1"].capabilities.tols', 'unknown key "tols"; did you mean "tools"?'],
    ['model_groups.chat.strategy', `strategy should be one of ${strategies}, got "clever"`],
    ['model_groups.chat.targets', 'targets should have at least 1 entry, got an empty list'],
    [
      'model_groups.other.targets[0].provider',
      'provider should be a declared provider, got "opnai"; did you mean "openai"?',
    ],
    [
      'model_groups.other.targets[1].model',
      'model should be a model of provider "openai", got "gpt-41"; did you mean "gpt-4.1"?',
    ],
    ['model_groups.other.targets[2]', 'target "openai/gpt-41" should stand once in its group, got it twice'],
  ])('reports %s', (path, message) => {
    expect(problems[path]).toBe(message);
  });

  it('reports a base URL that is none', () => {
    expect(problems['providers.openai.base_url']).toContain('base_url should be an http(s) URL');
  });

  it('never shows what may be a secret', () => {
    expect(JSON.stringify(problems)).not.toContain('planted');
    const misplaced = [
      'storage: { database_url: "postgres://me:planted@db/x" }',
      'storage: "postgres://me:planted@db/x"',
      'providers: { p: { dialect: openai-chat, base_url: "https://me:planted@host/v1", credentials: [planted-key] } }',
      'providers: { p: { dialect: openai-chat, base_url: "https://host/v1", credentials: [{ id: a, key: planted-key }] } }',
      'server: { listen: sk-planted }',
      'server: { a: "planted',
      'server: { listen: a:1 }\nserver: { organization: "planted" }',
    ];
    for (const text of misplaced) {
      expect(Object.keys(problemsOf(text)).length).toBeGreaterThan(0);
      expect(JSON.stringify(problemsOf(text))).not.toContain('planted');
    }
  });
});

describe('secrets', () => {
  it('must be there, not empty, and of their form', () => {
    const text = `${minimal}\nstorage: { database_url: { env: WRONG } }`;
    expect(problemsOf(text, { WRONG: 'mysql://planted', OPENAI_API_KEY: '' })).toEqual({
      'storage.database_url': 'database_url: environment variable WRONG should hold a postgres:// URL, and does not',
      'providers.openai.credentials[0].key':
        'key: environment variable OPENAI_API_KEY should hold a value, and is empty',
    });
  });

  it('are asked for by default where the router cannot do without', () => {
    expect(problemsOf('', {})).toEqual({
      'storage.database_url': 'database_url: environment variable DATABASE_URL should be set, and is not',
    });
  });

  it('in files that cannot be read are a problem', () => {
    const text = minimal.replace('{ env: OPENAI_API_KEY }', '{ file: /nowhere }');
    const reading = readConfig(text, env);
    expect(reading).toEqual({
      ok: false,
      problems: [
        {
          path: 'providers.openai.credentials[0].key',
          message: 'key: file /nowhere should be readable, and is not: secrets cannot be read from files here',
        },
      ],
    });
  });
});

describe('YAML', () => {
  it('with a key given twice is refused with the line', () => {
    expect(problemsOf('server:\n  listen: a:1\n  listen: b:2\n')).toEqual({
      '': 'YAML, line 3, column 3: Map keys must be unique',
    });
  });

  it('that does not parse is refused with the line', () => {
    expect(problemsOf('server:\n  listen: [a\n')['']).toMatch(/^YAML, line 3, column 1: /);
  });

  it('with an unknown alias is refused, and so is a list at the top', () => {
    expect(problemsOf('server: *nobody')['']).toContain('YAML: Unresolved alias');
    expect(problemsOf('[]')).toEqual({ '': 'the configuration should be a mapping, got an empty list' });
  });

  it('leaves ${VAR} as it is', () => {
    expect(catalogOf('server: { owned_by: "${HOME}" }').server.ownedBy).toBe('${HOME}');
  });

  it('are not needed where nobody is reached', () => {
    const text = minimal.replace('{ env: OPENAI_API_KEY }', '{ file: /nowhere }');
    const reading = readConfig(text, {}, { secrets: 'left-out' });
    expect(
      reading.ok && reading.catalog.groups.get('default')?.targets[0]?.endpoint.credentials[0]?.key?.reveal(),
    ).toBe('left-out');
  });
});

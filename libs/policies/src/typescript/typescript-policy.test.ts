import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { waitFor } from '@smart-router/dev-services';
import type { PolicyAnswer, TypescriptOptions } from '@smart-router/routing';
import {
  openPolicy,
  policyFolder,
  questionAbout,
  type PolicyFolder,
  type TestPolicy,
} from '../testing/policy-folder.js';

let folder: PolicyFolder;
let open: TestPolicy[] = [];
beforeEach(() => {
  folder = policyFolder();
});
afterEach(() => {
  for (const { policy } of open) policy.retire();
  open = [];
  folder.remove();
});

async function policyThat(body: string, more: Partial<TypescriptOptions> = {}): Promise<TestPolicy> {
  folder.write({ 'route.ts': `export function route(context: any): any { ${body} }` });
  const opened = await openPolicy(folder, more);
  open.push(opened);
  return opened;
}

/** What one run of a body comes to. */
async function outcomeOf(body: string, more: Partial<TypescriptOptions> = {}): Promise<PolicyAnswer> {
  return (await policyThat(body, more)).policy.decide(questionAbout());
}

describe('a policy', () => {
  it('is told what it is asked about, as a copy', async () => {
    const question = questionAbout();
    const { policy } = await policyThat('context.targets.pop(); return context;');
    const answer = await policy.decide(question);
    expect(answer).toMatchObject({ decision: { ...question.context, targets: [question.context.targets[0]] } });
    expect(question.context.targets).toHaveLength(2);
  });

  it('may be asynchronous', async () => {
    const body = 'return Promise.resolve().then(() => 1).then((one) => ({ target: one }))';
    expect(await outcomeOf(body)).toMatchObject({ ok: true, decision: { target: 1 } });
  });

  it('decides every time as if it were the first', async () => {
    const { policy } = await policyThat(
      `globalThis.count = (globalThis.count ?? 0) + 1; Array.prototype.seen = (Array.prototype.seen ?? 0) + 1;
       context.targets.push(...Array(1000).fill(globalThis.count));
       return [globalThis.count, [].seen, Object.keys(globalThis).length];`,
    );
    const first = await policy.decide(questionAbout());
    for (let run = 0; run < 200; run += 1)
      expect(await policy.decide(questionAbout())).toMatchObject({ decision: 'decision' in first && first.decision });
    expect(first).toMatchObject({ decision: [1, 1, expect.any(Number)] });
  });

  it('finds a large array of zeros as it made it at its top', async () => {
    folder.write({
      'route.ts': `const seen = new Uint8Array(9_000_000);
        const places = [1_000, 4_500_000, 8_999_000];
        export function route() { return places.map((place) => (seen[place] += 1)); }`,
    });
    const opened = await openPolicy(folder);
    open.push(opened);
    for (let run = 0; run < 3; run += 1)
      expect(await opened.policy.decide(questionAbout())).toMatchObject({ decision: [1, 1, 1] });
  });

  it('asks by fetchJSON what it says, whatever it made of all objects', async () => {
    const http = { enabled: true } as TypescriptOptions['http']; // the others have their defaults
    const body = `Object.prototype.toJSON = () => 5;
      return router.fetchJSON('https://nobody.example/').then(() => 'answered', (error) => String(error));`;
    const answer = await outcomeOf(body, { http });
    expect(answer.ok ? answer.decision : answer).toContain('the host should be one of allow_hosts');
  });

  it('has the clock of the request, and random numbers that its id decides', async () => {
    const { policy } = await policyThat('return [Date.now(), new Date().getTime(), Math.random(), Math.random()];');
    const decide = async (id: string) => {
      const answer = await policy.decide(questionAbout({}, id));
      return answer.ok ? (answer.decision as readonly number[]) : [];
    };
    const [one, same, other] = [await decide('req_1'), await decide('req_1'), await decide('req_2')];
    expect(one).toEqual(same);
    expect(one.slice(0, 2)).toEqual([1_700_000_000_000, 1_700_000_000_000]);
    expect(new Set([...one.slice(2), ...other.slice(2)]).size).toBe(4);
    expect([...one.slice(2), ...other.slice(2)].every((drawn) => drawn >= 0 && drawn < 1)).toBe(true);
  });

  it('may print a little, for the operator', async () => {
    const { policy, lines } = await policyThat(
      'console.log("chose", { a: 1 }); for (let i = 0; i < 100; i++) console.warn("x".repeat(1e4)); return { target: 0 };',
    );
    await policy.decide(questionAbout());
    expect(lines).toHaveLength(20);
    expect(lines[0]).toBe('chose {"a":1}');
    expect(Math.max(...lines.map(({ length }) => length))).toBe(500);
  });

  it('finds nothing of the machine', async () => {
    const names = [
      'process',
      'require',
      'module',
      'fetch',
      'setTimeout',
      'XMLHttpRequest',
      'WebAssembly',
      'std',
      'os',
      'Buffer',
    ];
    const body = `return ${JSON.stringify(names)}.map((name) => typeof globalThis[name])
      .concat((() => {}).constructor('return typeof process')(), (0, eval)('typeof require'))`;
    expect(await outcomeOf(body)).toMatchObject({ decision: Array(names.length + 2).fill('undefined') });
  });

  it('cannot load a module', async () => {
    expect(await outcomeOf(`const name = 'node:fs'; return import(name).then(() => ({ target: 0 }))`)).toMatchObject({
      ...{ ok: false, error: 'threw' },
    });
  });
});

/** Bodies, and how their run ends. */
const attacks: readonly (readonly [string, readonly string[], string])[] = [
  ['loops for ever', ['timeout'], 'for (;;);'],
  ['loops for ever and catches', ['timeout'], 'for (;;) { try { for (;;); } catch {} }'],
  ['loops in promises', ['timeout'], 'const again = () => Promise.resolve().then(again); return again();'],
  [
    'loops in asynchronous functions',
    ['timeout'],
    'return (async () => { for (;;) { try { await 1; } catch {} } })();',
  ],
  ['loops in a regular expression', ['timeout'], `return /^(a+)+$/.test('a'.repeat(50) + 'b');`],
  ['loops in native code', ['timeout', 'memory'], 'return Array(1e9).join("x").length;'],
  ['searches an endless list', ['timeout'], 'return Array.prototype.indexOf.call({ length: 2 ** 53 - 1 }, 1);'],
  ['sorts a long list', ['timeout', 'memory'], 'return Array(1e8).sort().length;'],
  ['loops in what it returns', ['timeout'], 'return { get target() { for (;;); } };'],
  ['loops in toJSON', ['timeout'], 'return { toJSON() { for (;;); } };'],
  ['loops in then', ['timeout'], 'return { then() { for (;;); } };'],
  ['allocates for ever', ['memory', 'timeout'], 'const all = []; for (;;) all.push(Array(1000).fill(1));'],
  ['doubles a string', ['memory'], 'let all = "x"; for (;;) all += all;'],
  ['allocates at once', ['memory', 'threw'], 'return new ArrayBuffer(1e9).byteLength;'],
  ['multiplies large numbers', ['memory', 'timeout', 'threw'], 'let n = 3n; for (;;) n *= n;'],
  ['calls itself for ever', ['threw', 'memory'], '(function again() { again(); })();'],
  ['nests JSON deeply', ['threw', 'memory'], 'return JSON.parse("[".repeat(1e6));'],
  [
    'writes what is nested deeply',
    ['invalid-decision', 'threw', 'memory', 'timeout'],
    'let a = []; for (let i = 0; i < 1e5; i++) a = [a]; return a;',
  ],
  ['throws', ['threw'], 'throw new TypeError("no");'],
  ['throws nothing', ['threw'], 'throw null;'],
  ['throws what cannot be shown', ['threw'], 'throw { toString() { throw 1 }, get stack() { throw 2 } };'],
  ['rejects', ['threw'], 'return Promise.reject(new Error("no"));'],
  ['is never done', ['threw'], 'return new Promise(() => {});'],
  ['returns what refers to itself', ['invalid-decision'], 'const a = {}; a.a = a; return a;'],
  ['returns a large number', ['invalid-decision'], 'return { target: 1n };'],
  ['returns a lot', ['invalid-decision'], 'return { target: 0, classLabel: "x".repeat(1e5) };'],
  [
    'returns a proxy that throws',
    ['invalid-decision', 'threw'],
    'return new Proxy({}, { get() { throw 1 }, ownKeys() { throw 2 } });',
  ],
  ['asks for the process', ['threw'], 'return process.env;'],
  ['requires', ['threw'], 'return globalThis["require"]("fs");'],
  ['fetches', ['threw'], 'return fetch("http://169.254.169.254/latest");'],
  [
    'breaks the intrinsics',
    ['threw', 'timeout', 'invalid-decision'],
    'JSON.stringify = Promise.prototype.then = Object.keys = () => { for (;;); }; throw 1;',
  ],
];

it.each(attacks)('ends a run that %s: %j', async (_what, errors, body) => {
  const more = { timeout_ms: errors.includes('timeout') ? 300 : 10_000, memory_mb: 16 };
  const { policy, failures } = await policyThat(`if (context.group === 'good') return { target: 1 }; ${body}`, more);
  const answer = await policy.decide(questionAbout());
  expect(answer.ok ? answer : answer.error).toBe(
    errors.find((error) => !answer.ok && error === answer.error) ?? errors,
  );
  expect(failures).toMatchObject([{ group: 'g', requestId: 'req_1', error: answer.ok ? '' : answer.error }]);
  if (!answer.ok && answer.error === 'timeout')
    expect(answer.message).toBe(`it did not end within timeout_ms, ${more.timeout_ms} ms`);
  // The next is served, on a new thread where that one had to be ended.
  const next = () => policy.decide(questionAbout({ group: 'good' }));
  expect(await waitFor(async () => (await next()).ok)).toBe(true);
});

it('says where in the author’s files an exception was thrown', async () => {
  folder.write({
    'route.ts': `import { pick } from './lib/pick.js';\n\nexport function route(context: { readonly x: string }) {\n  return pick(context.x);\n}\n`,
    'lib/pick.ts': `interface Unused { readonly a: 1 }\nexport function pick(x: string): string {\n  throw new RangeError('nothing to pick');\n}\n`,
  });
  const opened = await openPolicy(folder);
  open.push(opened);
  await opened.policy.decide(questionAbout());
  expect(opened.failures).toMatchObject([
    { message: 'RangeError: nothing to pick', at: ['lib/pick.ts:3:13', 'route.ts:4:3'] },
  ]);
});

it('lets a crowd wait for its turn', async () => {
  const { policy } = await policyThat('return { target: 0 };', { concurrency: 1 });
  const answers = await Promise.all(Array.from({ length: 64 }, () => policy.decide(questionAbout())));
  expect(answers.every(({ ok }) => ok)).toBe(true);
});

it('is busy for whom no thread is free in time, and for a crowd beyond that, and gives places back', async () => {
  const { policy } = await policyThat('while (context.now > 1); return { target: 0 };', {
    ...{ concurrency: 2, timeout_ms: 500 },
  });
  const [running, waiting] = [2, 130];
  const asked = Array.from({ length: waiting + 1 }, () => policy.decide(questionAbout({ now: 2 })));
  const errors = (await Promise.all(asked)).map((answer) => (answer.ok ? 'ok' : answer.error));
  expect(errors.at(-1)).toBe('busy');
  expect(errors.filter((error) => error === 'timeout').length).toBeLessThanOrEqual(running);
  expect(new Set(errors)).toEqual(new Set(['timeout', 'busy']));
  expect(await waitFor(async () => (await policy.decide(questionAbout({ now: 1 }))).ok)).toBe(true);
});

it('leaves a policy alone that runs out of time again and again', async () => {
  const { policy } = await policyThat('for (;;);', { timeout_ms: 20 });
  const errors: string[] = [];
  await waitFor(async () => {
    const answer = await policy.decide(questionAbout());
    errors.push(answer.ok ? 'ok' : answer.error);
    return errors.at(-1) === 'circuit-open';
  });
  expect(errors.filter((error) => error === 'timeout')).toHaveLength(5);
});

it('does not leave a policy alone because it throws', async () => {
  const { policy } = await policyThat('throw 1;');
  const errors = [];
  for (let run = 0; run < 20; run += 1) errors.push(await policy.decide(questionAbout()));
  expect(errors.every((answer) => !answer.ok && answer.error === 'threw')).toBe(true);
});

describe('router.fetchJSON', () => {
  const http = { allow_http: false, allow_private_addresses: false, timeout_ms: 5_000, max_response_bytes: 1_000 };
  const hasty = { ...http, timeout_ms: 200, enabled: true, allow_hosts: [] };
  let service: Server;
  let host: string;
  beforeAll(async () => {
    service = createServer((request, response) => {
      if (request.url === '/silent') return;
      response
        .writeHead(200, { 'content-type': 'application/json' })
        .end(request.url === '/bad' ? '{' : '{"target":1}');
    }).listen(0, '127.0.0.1');
    await once(service, 'listening');
    const address = service.address();
    host = `127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  });
  afterAll(() => {
    service.closeAllConnections();
    service.close();
  });

  const asking = (path: string, more: Partial<TypescriptOptions> = {}, enabled = true) =>
    outcomeOf(`return router.fetchJSON("http://${host}${path}").then(({ ok, body }) => ok && body);`, {
      ...more,
      http: { ...http, ...more.http, enabled, allow_hosts: [host] },
    });

  it('gives a policy what a service says', async () => {
    expect(await asking('/')).toMatchObject({ ok: true, decision: { target: 1 } });
  });

  it.each([
    ['is switched off', '/', {}, false, 'threw'],
    ['is answered with what is no JSON', '/bad', {}, true, 'threw'],
    ['is not answered before the call has had its time', '/silent', { http: hasty }, true, 'threw'],
    ['is not answered before the decision has had its time', '/silent', { timeout_ms: 200 }, true, 'timeout'],
  ])('fails a policy when it %s', async (_what, path, more, enabled, error) => {
    expect(await asking(path, more, enabled)).toMatchObject({ ok: false, error });
  });

  it('is called a few times at most', async () => {
    const body = `return Promise.all(Array(17).fill("http://${host}/").map((url) => router.fetchJSON(url)));`;
    const options = { http: { ...http, enabled: true, allow_hosts: [host] } };
    expect(await outcomeOf(body, options)).toMatchObject({ ok: false, message: expect.stringContaining('16 times') });
  });
});

import { simulatorKey, startStackWith, type Stack } from './start-stack.js';
import { targetConfig, type TestGroup } from './target-config.js';

const wrongKey = { id: 'main', key: { env: 'DATABASE_URL' } };

const groups: readonly TestGroup[] = [
  {
    name: 'small',
    targets: [
      { dialect: 'openai-chat', model: 'sim-ok', contextTokens: 10 },
      { dialect: 'openai-chat', model: 'sim-ok', contextTokens: 11 },
    ],
  },
  // One target cannot serve it, the other pauses once its key was rejected.
  {
    name: 'pausing',
    targets: [
      { dialect: 'openai-chat', model: 'sim-ok', contextTokens: 10 },
      { dialect: 'openai-chat', model: 'sim-ok', provider: { credentials: [wrongKey] } },
    ],
  },
];

describe.each(['minimal', 'detailed'] as const)('a refusal that lists targets, where answers are %s', (detail) => {
  let stack: Stack;
  beforeAll(async () => {
    stack = await startStackWith((places) => targetConfig(groups, places, { response_headers: detail }));
  });
  afterAll(() => stack.close());

  const name = (group: string, number: number): string =>
    detail === 'detailed' ? `${group}-${number}/simulated` : `target-${number}`;

  async function refusal(path: string, model: string, more: object = {}) {
    const body = { model, max_tokens: 20, ...more };
    const answer = await fetch(`${stack.gateway.url}${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${stack.token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const text = await answer.text();
    expect(text).not.toContain(simulatorKey);
    // No other member tells a name, either.
    expect(text.includes('simulated')).toBe(text.includes('excluded') && detail === 'detailed');
    return { status: answer.status, excluded: excludedIn(JSON.parse(text)) };
  }

  it.each([
    ['/v1/chat/completions', { messages: [{ role: 'user', content: 'Hello' }] }],
    ['/v1/chat/completions', { messages: [{ role: 'user', content: 'Hello' }], stream: true }],
    ['/v1/messages', { messages: [{ role: 'user', content: 'Hello' }] }],
    ['/v1/responses', { input: 'Hello', max_tokens: undefined, max_output_tokens: 20 }],
  ])('calls them as answers do on %s %j, with the reason of each', async (path, more) => {
    const { status, excluded } = await refusal(path, 'small', more);
    expect(status).toBe(502);
    expect(excluded).toEqual([1, 2].map((number) => ({ target: name('small', number), reasons: ['context'] })));
  });

  it('calls those that pause by the same numbers', async () => {
    const ask = () => refusal('/v1/chat/completions', 'pausing', { messages: [{ role: 'user', content: 'Hello' }] });
    await ask();
    const { status, excluded } = await ask();
    expect(status).toBe(503);
    expect(excluded).toEqual([{ target: name('pausing', 2), reasons: ['backoff'] }]);
  });
});

/** What an error of any dialect lists. */
function excludedIn(answer: unknown): unknown {
  const { error } = answer as { readonly error: { readonly details?: { readonly excluded?: unknown } } };
  return error.details?.excluded;
}

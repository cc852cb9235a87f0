import { waitFor } from '@smart-router/dev-services';
import { startStackWith, type Stack } from './start-stack.js';
import { targetConfig, type TestGroup } from './target-config.js';

const chat = (model: string) => ({ dialect: 'openai-chat', model }) as const;

const groups: readonly TestGroup[] = [
  {
    name: 'promising',
    targets: [chat('sim-503-lasting'), chat('sim-ok+kept')],
    options: {
      retry: { same_target: 0 },
      contract: { operational_targets: { max_error_rate: 0.2, min_observations: 3 } },
    },
  },
  {
    name: 'tooled',
    targets: [
      { ...chat('sim-ok+bare'), provider: { models: { simulated: { model: 'sim-ok+bare' } } } },
      chat('sim-ok+tooled'),
    ],
    options: { contract: { required_capabilities: { tools: true } } },
  },
];

let stack: Stack;
beforeAll(async () => {
  stack = await startStackWith((places) => targetConfig(groups, places));
});
afterAll(() => stack.close());

const post = (path: string, model: string) =>
  fetch(`${stack.gateway.url}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${stack.token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ model, messages: [{ role: 'user', content: 'Hello' }] }),
  });

interface Told {
  readonly targets: readonly {
    readonly eligible: boolean;
    readonly reasons: readonly { readonly reason: string; readonly words: string }[];
  }[];
}

const explain = async (model: string): Promise<Told> => (await (await post('/v1/route/explain', model)).json()) as Told;

describe('the contract of a group', () => {
  it('keeps a target out that was observed to fail too often, and lets the others serve', async () => {
    expect((await explain('promising')).targets).toMatchObject([{ eligible: true }, { eligible: true }]);
    for (let count = 0; count < 3; count += 1)
      expect((await post('/v1/chat/completions', 'promising')).status).toBe(200);
    const told = await waitFor(async () => {
      const { targets } = await explain('promising');
      return targets[0]?.eligible === false && targets;
    });
    expect(told).toMatchObject([
      { reasons: [{ reason: 'contract-errors', words: 'by the contract it lacks error rate 1 (at most 0.2)' }] },
      { eligible: true, reasons: [] },
    ]);
    stack.provider.reset();
    const served = await post('/v1/chat/completions', 'promising');
    expect([served.status, served.headers.get('x-router-attempts')]).toEqual([200, '1']);
    const id = served.headers.get('x-request-id') ?? '';
    const report = await fetch(`${stack.gateway.url}/v1/requests/${id}`, {
      headers: { authorization: `Bearer ${stack.token}` },
    });
    expect(await report.json()).toMatchObject({
      candidates: [
        { eligible: false, reasons: ['contract-errors'] },
        { eligible: true, place: 1 },
      ],
      decision: { candidate_count: 2, eligible_count: 1 },
    });
  });

  it('holds for requests that ask for none of it', async () => {
    const served = await post('/v1/chat/completions', 'tooled');
    expect([served.status, served.headers.get('x-router-target')]).toEqual([200, 'tooled-2/simulated']);
  });
});

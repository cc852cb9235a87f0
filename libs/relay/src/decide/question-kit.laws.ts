import { readConfig, type ModelGroup } from '@smart-router/config';
import { noObservations } from '@smart-router/core';
import { parseAsk } from '@smart-router/dialects';
import type { PolicyAnswer, PolicyQuestion, RoutePolicy } from '@smart-router/routing';
import type { DecisionQuestion } from './decide.js';

/** A group of three targets, `p/a`, `p/b` and `p/c`, with these settings. The last one reads no pictures. */
export function groupOf(settings: string): ModelGroup {
  const text = `
providers:
  p:
    dialect: openai-chat
    base_url: "http://p/v1"
    credentials: [{ id: main, key: { env: PROVIDER_KEY } }]
    models:
      a: { context_tokens: 9000, tier: gold, tags: [fast], capabilities: { input_modalities: [text, image], tools: true, max_output_tokens: 500 }, prices: { input_per_million_usd: 1.5, output_per_million_usd: 6, source: test, updated: '2026-11-01' }, validation: { status: validated, quality_score: 0.9 } }
      b: { capabilities: { input_modalities: [text, image], tools: true } }
      c: { capabilities: { tools: true } }
model_groups:
  g:
    targets: [{ provider: p, model: a, weight: 3 }, { provider: p, model: b }, { provider: p, model: c }]
    ${settings}
`;
  const reading = readConfig(text, { DATABASE_URL: 'postgres://h/d', PROVIDER_KEY: 'planted-key' });
  const group = reading.ok ? reading.catalog.groups.get('g') : undefined;
  if (group === undefined) throw new Error(JSON.stringify(reading));
  return group;
}

/** A group whose policy service is asked in this mode. */
export function externalGroup(mode: 'baseline' | 'shadow' | 'enforce', onError = 'fail_closed', more = ''): ModelGroup {
  return groupOf(`strategy: external
    external: { url: "https://policy.example/", allow_hosts: [policy.example], mode: ${mode}, on_error: ${onError} }
    ${more}`);
}

/** A question about a request in Chat. */
export function questionAbout(
  group: ModelGroup,
  more: Partial<DecisionQuestion> = {},
  body: object = {},
): DecisionQuestion {
  const messages = [{ role: 'user', content: 'a word of a user' }];
  const text = JSON.stringify({ model: 'g', messages, ...body });
  const ask = parseAsk('openai-chat', new TextEncoder().encode(text), { maxDepth: 64 });
  if (!ask.ok) throw new Error(ask.fault.message);
  return {
    requestId: 'req_1',
    group,
    targets: group.targets,
    facts: ask.value.facts,
    state: { boundIssuer: undefined, home: undefined },
    caller: {
      ...{ tokenId: 't', keyId: 'k', organization: 'acme', user: 'ada', project: 'web', environment: 'prod' },
      ...{ allow: ['*'], grants: [], limits: undefined, shape: undefined },
    },
    signals: {
      rng: () => 0.5,
      nowMs: 1_000,
      observations: noObservations,
      lastFirst: () => undefined,
      warmTarget: undefined,
    },
    conversationKey: 'ck_1',
    policy: undefined,
    refusedFields: () => [],
    body: () => text,
    signal: undefined,
    ...more,
  };
}

/** A policy that answers as it is told, and what it was asked. */
export function policyThat(answer: (question: PolicyQuestion) => PolicyAnswer | Promise<PolicyAnswer>) {
  const asked: PolicyQuestion[] = [];
  const invalid: string[] = [];
  const policy: RoutePolicy = {
    async decide(question) {
      asked.push(question);
      return answer(question);
    },
    noteInvalid: (_requestId, message) => void invalid.push(message),
  };
  return { policy, asked, invalid };
}

/** A policy that decides so. */
export const decides = (decision: unknown) => policyThat(() => ({ ok: true, decision, durationMs: 7 }));

/** A policy that fails so. */
export const fails = (error: 'timeout' | 'unreachable') =>
  policyThat(() => ({ ok: false, error, message: 'for its author', durationMs: 9 }));

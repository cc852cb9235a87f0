import type { AskFacts, Target } from '@smart-router/core';
import type { Decided } from './decide/decided.js';
import type { Decision } from './decide/decide.js';
import { RequestTrace } from './request-trace.js';
import { noState } from './state/ask-state.js';

/** As far as a decision looks at one. */
const facts = {
  ...{ dialect: 'openai-chat', modalities: ['text', 'image'], toolCount: 2, toolSchemaBytes: 300, hostedTools: [] },
  ...{ structuredOutput: false, prefill: false, outputCap: 500, fields: ['model', 'messages', 'logprobs', 'seed'] },
  ...{ features: [], bound: [] },
} as unknown as AskFacts; // the rest is not read

const target = (id: string, dialect: Target['endpoint']['dialect'] = 'openai-chat'): Target =>
  ({ id, model: `${id}-1`, weight: 2, endpoint: { provider: 'p', dialect } }) as Target; // all that is read of one

function decided(change: Partial<Decision> & { readonly targets?: readonly Target[] } = {}): Decided {
  const { targets = [target('a'), target('b', 'anthropic-messages'), target('c')], ...rest } = change;
  const [a, b, c] = targets as [Target, Target, Target]; // as many as were made
  const decision = {
    ...{ field: { candidates: [a, b], excluded: [{ target: c, reasons: ['context', 'modality'] as const }] } },
    ...{ plan: [b, a], ordered: { targets: [b, a] }, draw: 0.25 },
    ...{ affinity: undefined, policy: undefined, fault: undefined },
    ...rest,
  };
  return { strategy: 'weighted', facts, targets, state: noState, conversationKey: undefined, decision };
}

function trace() {
  let now = 1000;
  const clock = { now: () => now };
  return { trace: new RequestTrace(1000, clock), pass: (ms: number) => (now += ms) };
}

describe('the steps of a request', () => {
  it('are when they were, after it arrived', () => {
    const { trace: steps, pass } = trace();
    pass(3);
    steps.noteBody();
    pass(4);
    steps.noteDecision(decided());
    pass(5);
    steps.note('retry-waited', { attemptNumber: 2, waitedMs: 5 });
    expect(steps.told()).toMatchObject({
      ...{ bodyReadMs: 3, plannedMs: 7 },
      traceEvents: [{ number: 1, event: 'retry-waited', atMs: 12, attemptNumber: 2, waitedMs: 5 }],
    });
  });

  it('say nothing of what never was', () => {
    expect(trace().trace.told()).toEqual({
      ...{ bodyReadMs: undefined, plannedMs: undefined, decision: undefined, candidates: [], traceEvents: [] },
    });
  });

  it('end with its record', () => {
    const { trace: steps } = trace();
    steps.note('resumed');
    const { traceEvents } = steps.told();
    steps.note('caller-left');
    expect(traceEvents.map(({ event }) => event)).toEqual(['resumed']);
  });

  it('stay few, however long a request goes on', () => {
    const { trace: steps } = trace();
    for (let number = 1; number < 100; number += 1) steps.note('turn-waited');
    expect(steps.told().traceEvents).toHaveLength(32);
  });
});

describe('a decision', () => {
  const told = (change: Parameters<typeof decided>[0] = {}) => {
    const { trace: steps } = trace();
    steps.noteDecision(decided(change));
    return steps.told();
  };

  it('is told with what went into it, and none of it is text of a caller', () => {
    expect(told().decision).toMatchObject({
      ...{ strategy: 'weighted', candidateCount: 3, eligibleCount: 2, selectedTarget: 'b', fallbackCount: 1 },
      needs: ['text', 'image', 'tools', 'openai-chat_tool_passthrough', 'max_tokens'],
      ...{ outputCapTokens: 500, toolSchemaBytes: 300, isIssuerBound: false, prefersHome: false },
      drawPerMillion: 250_000,
    });
  });

  it('tells of each target its place, or why it has none, and what of the ask its dialect would lose', () => {
    const lines = told().candidates.map((each) => [
      each.number,
      each.target,
      each.place,
      each.reasons,
      each.lostFieldCount,
    ]);
    expect(lines).toEqual([
      [1, 'a', 2, [], undefined],
      [2, 'b', 1, [], 2],
      [3, 'c', undefined, ['context', 'modality'], undefined],
    ]);
  });

  it('selects nobody where nobody is eligible', () => {
    const { decision } = told({ field: { candidates: [], excluded: [] }, plan: [], draw: undefined });
    expect(decision).toMatchObject({ eligibleCount: 0, selectedTarget: undefined, fallbackCount: 0 });
  });

  it('counts all targets of a large group, and tells of the first 64', () => {
    const targets = Array.from({ length: 100 }, (_, index) => target(`t${index}`));
    const { decision, candidates } = told({ targets, field: { candidates: targets, excluded: [] }, plan: targets });
    expect([decision?.candidateCount, decision?.fallbackCount, candidates.length]).toEqual([100, 99, 64]);
  });
});

import type { AskFacts, PolicyRecord, TermScore } from '@smart-router/core';
import type { Explanation, ExplainedTarget } from './explanation.js';
import { explanationReport } from './explanation-report.js';
import { explanationWords } from './explanation-words.js';

const facts: AskFacts = {
  ...{ dialect: 'openai-chat', model: 'default', stream: false, requestBytes: 200, estimatedInputTokens: 50 },
  ...{ outputCap: undefined, toolCount: 1, toolSchemaBytes: 90, toolChoice: undefined, parallelToolCalls: undefined },
  ...{ hostedTools: [], modalities: ['text'], imageCount: 0, structuredOutput: false, reasoning: undefined },
  ...{ prefill: false, systemInside: false, fields: ['model'], features: [], bound: [] },
};

const target = (number: number, more: Partial<ExplainedTarget> = {}): ExplainedTarget => ({
  ...{ number, id: `lab/m${number}`, dialect: 'openai-chat', weight: 1, reasons: [], place: number },
  ...{ firstShare: undefined, score: undefined, held: undefined, droppedFields: [] },
  ...more,
});

const policy: PolicyRecord = {
  ...{ kind: 'external', outcome: 'fallback', durationMs: 301.6, error: 'timeout' },
  ...{ version: undefined, choice: undefined, classLabel: undefined },
};

const explanation = (more: Partial<Explanation> = {}): Explanation => ({
  ...{ requestId: 'req_1', group: 'default', strategy: 'failover', facts, requirements: ['text', 'tools'] },
  ...{ purpose: 'answer', complexity: 0.1, targets: [target(1), target(2)], draw: undefined, drawCount: undefined },
  ...{ isColdStart: undefined, affinity: undefined, prefersHome: false, isIssuerBound: false, policy: undefined },
  ...{ canary: undefined, refusal: undefined, notes: ['That is all.'] },
  ...more,
});

const score: TermScore = {
  ...{ kind: 'term', final: 0.75, live: 0.8, term: 'balanced', observationCount: 40, isOverThreshold: true },
  parts: { cost: 1, latency: 0.5, throughput: 0.4, reliability: 1, complexity: 0.2, eval_quality: 0.7, cache: 0 },
};

const named = 'named';

describe('an explanation in words', () => {
  it('is a short story', () => {
    expect(explanationWords(explanation(), named)).toEqual([
      'A request of openai-chat to the group default: 50 tokens in as estimated, no output cap, 1 tool. It needs text, tools.',
      '2 of 2 targets can serve it.',
      'The plan by failover: lab/m1, then lab/m2.',
      'That is all.',
    ]);
  });

  it('tells why a target cannot serve, and what is declared of it only to those who may know', () => {
    const reasons = [{ reason: 'tools', words: 'it declares no tools', hint: 'Leave the tools out.' }] as const;
    const able = target(2, { place: 1, droppedFields: ['seed', 'n'] });
    const told = explanation({ targets: [target(1, { reasons, place: undefined }), able] });
    expect(explanationWords(told, named)).toContain('lab/m2 would be asked without seed, n.');
    expect(explanationWords(told, named)).toContain('lab/m1 cannot: it declares no tools (tools).');
    expect(explanationWords(told, 'numbered')).toContain('target-1 cannot: tools.');
    const numbered = JSON.stringify(explanationReport(told, 'numbered'));
    expect(numbered).not.toContain('lab/');
    expect(numbered).not.toContain('it declares no tools');
    expect(numbered).not.toContain('seed');
    expect(numbered).toContain('Leave the tools out.');
  });

  it('tells scores, chance, the conversation and who sealed its reasoning', () => {
    const words = explanationWords(
      explanation({
        ...{ strategy: 'dynamic-score', drawCount: 1000, isColdStart: true, affinity: 'overruled', prefersHome: true },
        targets: [target(1, { score, firstShare: 0.995 }), target(2, { firstShare: 0.005 })],
        canary: { id: 'lab/m2', number: 2, sharePercent: 0.5 },
      }),
      named,
    );
    expect(words.slice(2, -2)).toEqual([
      'Too little was observed to score by.',
      'lab/m1 scores 0.750 by the term balanced: cost 1.00, latency 0.50, throughput 0.40, reliability 1.00, ' +
        'complexity 0.20, eval_quality 0.70, cache 0.00; 40 attempts observed; it is over a threshold, and stands ' +
        'behind all that are not.',
      'lab/m2 is a canary, first for 0.5 % of requests.',
      'By dynamic-score chance decides who is first: lab/m1 99.5 %, lab/m2 0.5 %, counted over 1000 draws.',
      'The target that served the conversation before stands behind another.',
      'Who sealed its latest reasoning goes before all others.',
    ]);
  });

  it('tells the waits that least-latency goes by', () => {
    const wait = { kind: 'wait', final: 0.9404, speed: 1, waitMs: 1_310.4, observationCount: 40 } as const;
    const served = target(1, { score: wait });
    const nothing = target(2, { score: { ...wait, final: 0, speed: 0, waitMs: undefined } });
    const unknown = target(3, {
      score: { ...wait, final: 0, speed: undefined, waitMs: undefined, observationCount: 1 },
    });
    const told = explanation({ strategy: 'least-latency', targets: [served, unknown, nothing] });
    expect(explanationWords(told, named)).toEqual(
      expect.arrayContaining([
        'lab/m1 is expected to serve after 1310 ms, 1.00 as fast as the fastest: a share of 0.940; 40 attempts observed.',
        'lab/m3 is tried in turn, since too little is known of it; 1 attempt observed.',
        'lab/m2 served nothing lately; 40 attempts observed.',
      ]),
    );
    expect(explanationReport(told, 'named')).toMatchObject({
      targets: [
        { score: { final: 0.9404, speed: 1, wait_ms: 1_310, observations: 40 } },
        { score: { final: 0, speed: null, wait_ms: null, observations: 1 } },
        { score: { final: 0, speed: 0, wait_ms: null } },
      ],
    });
    expect(JSON.stringify(explanationReport(told, 'numbered'))).not.toMatch(/1310|observed/);
  });

  it('tells of a canary without a share, and of one token', () => {
    const { facts } = explanation({});
    const words = explanationWords(
      explanation({
        facts: { ...facts, estimatedInputTokens: 1 },
        canary: { id: 'lab/m2', number: 2, sharePercent: 0 },
      }),
      named,
    ).join('\n');
    expect(words).toContain(': 1 token in as estimated');
    expect(words).toContain(
      'lab/m2 is a canary without a share now: it was taken out, or the database has not told of it yet.',
    );
  });

  it('keeps scores, which tell prices and what was observed, with the operator where targets are numbered', () => {
    const told = explanation({ strategy: 'dynamic-score', targets: [target(1, { score })] });
    const numbered = JSON.stringify(explanationReport(told, 'numbered'));
    expect(numbered).not.toContain('latency');
    expect(numbered).not.toContain('observed');
    expect(numbered).not.toContain('balanced');
    expect(JSON.stringify(explanationReport(told, 'named'))).toContain('"observations":40');
  });

  it.each<[Partial<PolicyRecord>, string]>([
    [{}, 'The external policy failed, and the configured order is kept; it took 302 ms; its error is timeout.'],
    [
      { kind: 'typescript', outcome: 'used', error: undefined, choice: 'lab/m2', classLabel: 'code' },
      'The typescript policy put the targets in order; it took 302 ms; its choice is lab/m2; its class is code.',
    ],
    [{ outcome: 'baseline', error: undefined, durationMs: undefined }, 'The external policy was not asked.'],
  ])('tells what became of the policy: %j', (more, words) => {
    expect(explanationWords(explanation({ policy: { ...policy, ...more } }), named)).toContain(words);
  });

  it('tells who would be passed over now', () => {
    const held = { reasons: ['backoff'], buckets: ['model.backoff'], retryAfterMs: 1200 } as const;
    expect(explanationWords(explanation({ targets: [target(1, { held }), target(2)] }), named)).toContain(
      'lab/m1 would be passed over now: backoff (model.backoff), for 1200 ms.',
    );
  });

  it('tells what the request would be refused with', () => {
    const refusal = { type: 'no-eligible-target', message: 'nobody fits', details: {} } as const;
    expect(explanationWords(explanation({ targets: [], refusal }), named)).toContain(
      'It would be refused: no-eligible-target, nobody fits.',
    );
  });
});

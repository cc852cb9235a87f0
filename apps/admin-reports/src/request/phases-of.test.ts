import type { EvidenceAttempt } from '@smart-router/usage-storage';
import { phasesOf } from './phases-of.js';

const attempt: EvidenceAttempt = {
  ...{ number: 1, startedAt: 1010, target: 'openai/gpt-5', provider: 'openai', model: 'gpt-5', dialect: 'openai-chat' },
  ...{ credentialId: 'main', durationMs: 900, connectedMs: 30, firstByteMs: 200, firstTokenMs: 250 },
  ...{ upstreamStatus: 200, upstreamRequestId: undefined, errorClass: undefined, retryAfterMs: undefined },
  ...{ timeoutPhase: undefined, isKept: true, requestBytes: 10, responseBytes: 20 },
};
const request = { startedAt: 1000, latencyMs: 1500 };

describe('where the time of a request went', () => {
  it('is what was before, then each attempt in its phases', () => {
    const failed = {
      ...attempt,
      ...{ durationMs: 300, firstByteMs: undefined, firstTokenMs: undefined, upstreamStatus: 503 },
      errorClass: 'overloaded',
    };
    const rows = phasesOf({ request, attempts: [failed, { ...attempt, number: 2, startedAt: 1400 }] });
    expect(
      rows.map(({ title, outcome, phases }) => [
        title,
        outcome,
        phases.map(({ kind, fromMs, toMs }) => [kind, fromMs, toMs]),
      ]),
    ).toEqual([
      ['Before the first attempt', '', [['prepare', 0, 10]]],
      [
        '1. openai/gpt-5',
        '503 overloaded',
        [
          ['connect', 10, 40],
          ['failed', 40, 310],
        ],
      ],
      [
        '2. openai/gpt-5',
        '200',
        [
          ['connect', 400, 430],
          ['wait', 430, 650],
          ['generate', 650, 1300],
        ],
      ],
    ]);
  });

  it('is all before, where no attempt was made or none is known', () => {
    const whole = [{ kind: 'prepare', fromMs: 0, toMs: 1500 }];
    expect(phasesOf({ request, attempts: [] })).toMatchObject([{ phases: whole }]);
    expect(phasesOf({ request, attempts: [{ ...attempt, startedAt: undefined }] })).toMatchObject([{ phases: whole }]);
  });

  it('never runs backwards, whatever clocks said', () => {
    const odd = { ...attempt, startedAt: 990, firstTokenMs: 20, firstByteMs: 15, connectedMs: 5000 };
    for (const { phases } of phasesOf({ request, attempts: [odd] }))
      expect(phases.every(({ fromMs, toMs }) => toMs >= fromMs)).toBe(true);
  });
});

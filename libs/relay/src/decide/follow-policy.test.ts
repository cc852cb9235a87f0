import type { PolicyAnswer } from '@smart-router/routing';
import { decide, type Decision, type DecisionQuestion } from './decide.js';
import { decides, externalGroup, fails, groupOf, policyThat, questionAbout } from './question-kit.laws.js';

const planOf = ({ plan }: Decision): readonly string[] => plan.map(({ id }) => id);
const enforced = externalGroup('enforce');
const lenient = externalGroup('enforce', 'fallback');
const ask = (group: DecisionQuestion['group'], more: Partial<DecisionQuestion>, body?: object) =>
  decide(questionAbout(group, more, body));

describe('a policy that is followed', () => {
  it('puts whom it names first, and the others behind in their order', async () => {
    const decision = await ask(enforced, { policy: decides({ target: 1, classLabel: 'easy' }).policy });
    expect(planOf(decision)).toEqual(['p/b', 'p/a', 'p/c']);
    expect(decision).toMatchObject({ fault: undefined, draw: undefined });
    expect(decision.policy?.record()).toEqual({
      ...{ kind: 'external', outcome: 'used', durationMs: 7, error: undefined, choice: 'p/b', classLabel: 'easy' },
    });
  });

  it('may leave out whom it will, and is not overruled by the warm target', async () => {
    const { policy } = decides({ target: 'p/c', fallbacks: ['p/a'] });
    const group = externalGroup('enforce', 'fail_closed', 'affinity: { enabled: true }');
    const question = questionAbout(group, { policy });
    const decision = await decide({ ...question, signals: { ...question.signals, warmTarget: 'p/b' } });
    expect(planOf(decision)).toEqual(['p/c', 'p/a']);
    expect(decision.affinity).toBe('overruled');
  });

  it('is asked about those alone who can serve, and cannot bring in another', async () => {
    const image = { type: 'image_url', image_url: { url: 'https://x.example/a.png' } };
    const body = { messages: [{ role: 'user', content: [image] }] };
    const { policy, asked, invalid } = decides({ target: 'p/c' });
    const decision = await ask(enforced, { policy }, body);
    expect(asked[0]?.context.targets.map(({ id }) => id)).toEqual(['p/a', 'p/b']);
    expect(decision.policy?.record()).toMatchObject({ outcome: 'refused', error: 'invalid-decision' });
    expect(invalid).toEqual([expect.stringContaining('eligible target')]);
  });

  it('is not asked where nobody can serve', async () => {
    const { policy, asked } = decides({ target: 0 });
    const audio = { type: 'input_audio', input_audio: { data: 'AAAA', format: 'wav' } };
    const decision = await ask(enforced, { policy }, { messages: [{ role: 'user', content: [audio] }] });
    expect(decision).toMatchObject({ fault: { type: 'no-eligible-target' }, policy: undefined });
    expect(asked).toEqual([]);
  });

  it('gives way to the home of sealed reasoning', async () => {
    const { policy } = decides({ target: 1 });
    const targets = enforced.targets.map((target) => ({
      ...target,
      endpoint: { ...target.endpoint, issuer: target.id },
    }));
    const state = { boundIssuer: undefined, home: { issuer: 'p/c', dialect: 'openai-chat' as const } };
    expect(planOf(await ask(enforced, { policy, targets, state }))).toEqual(['p/c', 'p/b', 'p/a']);
  });

  it('of code is followed the same way', async () => {
    const group = groupOf('strategy: typescript\n    typescript: { file: route.ts, on_error: fallback }');
    const decision = await ask(group, { policy: decides({ target: 2 }).policy });
    expect(planOf(decision)[0]).toBe('p/c');
    expect(decision.policy?.record()).toMatchObject({ kind: 'typescript', outcome: 'used' });
  });
});

describe('a policy that fails', () => {
  it('fails the request, whose caller hears nothing of its words', async () => {
    const decision = await ask(enforced, { policy: fails('timeout').policy });
    expect(planOf(decision)).toEqual([]);
    expect(decision.fault).toMatchObject({ type: 'routing-policy-error', details: { reason: 'timeout' } });
    expect(JSON.stringify(decision.fault)).not.toContain('author');
    expect(decision.policy?.record()).toMatchObject({ outcome: 'refused', error: 'timeout', durationMs: 9 });
  });

  it('leaves the configured order where the group says so', async () => {
    for (const { policy } of [fails('unreachable'), decides({ target: 9 }), decides('p/a'), decides(null)]) {
      const decision = await ask(lenient, { policy });
      expect(planOf(decision)).toEqual(['p/a', 'p/b', 'p/c']);
      expect(decision.policy?.record()).toMatchObject({ outcome: 'fallback', choice: undefined });
    }
  });

  it('did not fail when the caller left', async () => {
    const decision = await ask(enforced, { policy: fails('unreachable').policy, signal: AbortSignal.abort() });
    expect(decision.policy?.record()).toMatchObject({ outcome: 'refused', error: undefined });
  });
});

describe('a policy that is not followed', () => {
  it('is not asked in the mode baseline', async () => {
    const { policy, asked } = decides({ target: 2 });
    const decision = await ask(externalGroup('baseline'), { policy });
    expect(planOf(decision)).toEqual(['p/a', 'p/b', 'p/c']);
    expect([asked, decision.policy?.record()]).toEqual([[], expect.objectContaining({ outcome: 'baseline' })]);
  });

  it('is waited for by nobody in the mode shadow, and its word is known once it came', async () => {
    const answers: ((answer: PolicyAnswer) => void)[] = [];
    const { policy } = policyThat(() => new Promise((answered) => answers.push(answered)));
    const decision = await ask(externalGroup('shadow'), { policy });
    expect(planOf(decision)).toEqual(['p/a', 'p/b', 'p/c']);
    const unknown = { kind: 'external', outcome: 'shadow', durationMs: undefined, error: undefined };
    expect(decision.policy?.record()).toEqual({ ...unknown, choice: undefined, classLabel: undefined });
    answers[0]?.({ ok: true, decision: { target: 2, classLabel: 'hard' }, durationMs: 40 });
    await new Promise(setImmediate);
    expect(decision.policy?.record()).toMatchObject({ outcome: 'shadow', choice: 'p/c', classLabel: 'hard' });
  });

  it('fails no request in the mode shadow, whatever becomes of it', async () => {
    const broken = policyThat(() => {
      throw new Error('broken');
    });
    for (const [{ policy }, error] of [
      [fails('timeout'), 'timeout'],
      [decides({ target: 9 }), 'invalid-decision'],
      [broken, 'threw'],
    ] as const) {
      const decision = await ask(externalGroup('shadow'), { policy });
      await new Promise(setImmediate);
      expect(planOf(decision)).toEqual(['p/a', 'p/b', 'p/c']);
      expect(decision.policy?.record()).toMatchObject({ outcome: 'shadow', error, choice: undefined });
    }
  });

  it('is heard to its end in the mode shadow, though the caller left', async () => {
    const { policy, asked } = decides({ target: 0 });
    await ask(externalGroup('shadow'), { policy, signal: AbortSignal.abort() });
    expect(asked[0]?.signal).toBeUndefined();
  });
});

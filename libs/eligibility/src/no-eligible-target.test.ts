import { statusOf } from '@smart-router/core';
import { noEligibleTarget } from './no-eligible-target.js';
import { plainFacts, target } from './test-kit.laws.js';

describe('noEligibleTarget', () => {
  it('names what the request needs and why each target cannot give it', () => {
    const facts = { ...plainFacts, reasoning: {}, outputCap: 100, toolCount: 1 };
    const refused = noEligibleTarget(
      { candidates: [], excluded: [{ target: target(), reasons: ['tools', 'reasoning'] }] },
      facts,
    );
    expect(statusOf(refused)).toBe(502);
    expect(refused.message).toBe(
      'no eligible upstream target is configured for model "default" with openai-chat requests requiring ' +
        'text, tools, openai-chat_tool_passthrough, reasoning, max_tokens',
    );
    expect(refused.details).toMatchObject({
      model: 'default',
      dialect: 'openai-chat',
      requirements: ['text', 'tools', 'openai-chat_tool_passthrough', 'reasoning', 'max_tokens'],
      excluded: [{ target: 'openai/plain', reasons: ['tools', 'reasoning'] }],
      retryable: false,
    });
  });

  it('names the field that alone stands in the way, as a fault of the caller', () => {
    const lost = { target: target(), reasons: ['translation-loss'], lostFields: ['n', 'audio'] } as const;
    const refused = noEligibleTarget({ candidates: [], excluded: [lost, lost] }, plainFacts);
    expect(statusOf(refused)).toBe(400);
    expect(refused).toMatchObject({ type: 'unsupported-parameter', details: { param: 'n', retryable: false } });
    const weak = { ...lost, reasons: ['translation-loss', 'tools'] } as const;
    const both = noEligibleTarget({ candidates: [], excluded: [lost, weak] }, plainFacts);
    expect(statusOf(both)).toBe(502);
    expect(both.details.excluded).toMatchObject([{ lost_fields: ['n', 'audio'] }, {}]);
  });

  it('gives the advice that the closest target calls for', () => {
    const far = { target: target(), reasons: ['tools', 'modality'] } as const;
    const near = { target: target(), reasons: ['max-output'] } as const;
    expect(noEligibleTarget({ candidates: [], excluded: [far, near] }, plainFacts).details.hint).toBe(
      'Lower the output cap.',
    );
    expect(noEligibleTarget({ candidates: [], excluded: [] }, plainFacts).details.hint).toBe(
      'The group has no targets.',
    );
  });

  it.each(['contract-latency', 'contract-errors', 'contract-timeouts', 'contract-throughput'] as const)(
    'tells nobody to try again after %s, as clients are told not to',
    (reason) => {
      const { details } = noEligibleTarget(
        { candidates: [], excluded: [{ target: target(), reasons: [reason] }] },
        plainFacts,
      );
      expect(details.hint).toMatch(/^Use another group: .* when its observation window has passed\.$/);
      expect(details.retryable).toBe(false);
    },
  );

  it('lists twenty targets at most', () => {
    const excluded = Array.from({ length: 50 }, () => ({ target: target(), reasons: ['disabled'] as const }));
    expect(noEligibleTarget({ candidates: [], excluded }, plainFacts).details.excluded).toHaveLength(20);
  });
});

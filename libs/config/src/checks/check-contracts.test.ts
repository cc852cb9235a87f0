import { readConfig } from '../read-config.js';

const nowMs = Date.UTC(2026, 10, 21, 12);

interface Parts {
  readonly contract: string;
  readonly targets?: string;
}

const bothTargets = '{ provider: p, model: good }, { provider: p, model: small }';

function read({ contract, targets = bothTargets }: Parts) {
  const text = `
providers:
  p:
    dialect: openai-chat
    base_url: "http://p/v1"
    auth: none
    models:
      good:
        context_tokens: 200000
        tags: [eu]
        capabilities: { tools: true, structured_outputs: true }
        validation: { status: validated, validated_at: 2026-09-10, quality_score: 0.9, pass_rate: 0.95 }
      small: { tags: [eu], capabilities: { tools: true } }
model_groups:
  g: { targets: [${targets}], contract: ${contract} }
`;
  return readConfig(text, { DATABASE_URL: 'postgres://h/d' }, { nowMs });
}

/** What is wrong, or what should be looked at, by its path. */
function findings(parts: Parts): readonly [boolean, Readonly<Record<string, string>>] {
  const reading = read(parts);
  const found = reading.ok ? reading.warnings : reading.problems;
  return [reading.ok, Object.fromEntries(found.map(({ path, message }) => [path, message]))];
}

describe('the contract of a group, as it is declared', () => {
  it('is compiled, and the targets that meet it are told nothing', () => {
    const reading = read({ contract: '{ supported_dialects: [openai-chat], required_capabilities: { tools: true } }' });
    expect(reading).toMatchObject({ ok: true, warnings: [] });
    expect(reading.ok && reading.catalog.groups.get('g')?.contract).toMatchObject({
      supportedDialects: ['openai-chat'],
      requiredCapabilities: { flags: ['tools'] },
      operationalTargets: { minObservations: 20, windowMs: 600_000 },
    });
  });

  it('tells of a target that will never serve', () => {
    expect(findings({ contract: '{ required_capabilities: { structured_outputs: true } }' })).toEqual([
      true,
      {
        'model_groups.g.targets[1]':
          'target "p/small" serves no request of the group: by the contract it lacks structured_outputs',
      },
    ]);
  });

  it('that nobody meets is a problem, which names who comes closest and what is lacking', () => {
    const floor = '{ min_eval_quality_score: 0.95, allowed_validation_status: [approved], max_eval_age_days: 30 }';
    expect(findings({ contract: `{ quality_floor: ${floor} }` })).toEqual([
      false,
      {
        'model_groups.g.contract':
          'contract should be met by a target of the group, and none meets it: "p/good" comes closest and lacks ' +
          'quality_score 0.9 (at least 0.95), status validated (one of approved), validated 72 days ago (at most 30)',
      },
    ]);
  });

  it('that asks for a tag nobody has is a problem, with the nearest there is', () => {
    const [ok, problems] = findings({ contract: '{ quality_floor: { require_tags: [eu, eus] } }' });
    expect(ok).toBe(false);
    expect(problems['model_groups.g.contract.quality_floor.require_tags[1]']).toBe(
      'tag "eus" should be on a target of the group, and is on none; did you mean "eu"?',
    );
    expect(problems['model_groups.g.contract']).toContain('"p/good" comes closest and lacks the tag eus');
  });

  it('does not count on targets out of service', () => {
    const targets = '{ provider: p, model: good, disabled: true }, { provider: p, model: small }';
    expect(findings({ contract: '{ required_capabilities: { structured_outputs: true } }', targets })[1]).toEqual({
      'model_groups.g.contract': expect.stringContaining('"p/small" comes closest') as string,
    });
    const none = '{ provider: p, model: good, disabled: true }';
    expect(findings({ contract: '{ required_capabilities: { reasoning: true } }', targets: none })).toEqual([true, {}]);
  });

  it('tells a fortnight before that its last evaluation grows too old', () => {
    const one = '{ provider: p, model: good }';
    const aged = (days: number) => ({ contract: `{ quality_floor: { max_eval_age_days: ${days} } }`, targets: one });
    expect(findings(aged(120))).toEqual([true, {}]);
    expect(findings(aged(80))).toEqual([
      true,
      {
        'model_groups.g.contract.quality_floor.max_eval_age_days':
          'no target meets the contract after 2026-11-29: "p/good" should be evaluated again before',
      },
    ]);
  });

  it('that the calendar alone has emptied warns, so that a restart serves the other groups', () => {
    const one = '{ provider: p, model: good }';
    const floor = (more: string) => ({ contract: `{ quality_floor: { max_eval_age_days: 71${more} } }`, targets: one });
    expect(findings(floor(''))).toEqual([
      true,
      {
        'model_groups.g.contract.quality_floor.max_eval_age_days':
          'no target meets the contract any more, so every request of the group is refused: "p/good" should be evaluated again',
        'model_groups.g.targets[0]': expect.stringContaining('validated 72 days ago (at most 71)') as string,
      },
    ]);
    expect(findings(floor(', min_eval_quality_score: 0.95'))[0]).toBe(false);
  });

  it('that asks for an age of what was never evaluated is a problem', () => {
    const never = '{ provider: p, model: small }';
    const contract = '{ quality_floor: { max_eval_age_days: 71 } }';
    expect(findings({ contract, targets: never })[0]).toBe(false);
  });

  it.each([
    ['supported_dialects[0]', '{ supported_dialects: [openai_chat] }'],
    ['supported_dialects', '{ supported_dialects: [] }'],
    ['required_capabilities.input_modalities[0]', '{ required_capabilities: { input_modalities: [smell] } }'],
    ['required_capabilities.tool', '{ required_capabilities: { tool: true } }'],
    ['required_capabilities.min_context_tokens', '{ required_capabilities: { min_context_tokens: 0 } }'],
    ['quality_floor.min_eval_quality_score', '{ quality_floor: { min_eval_quality_score: 1.4 } }'],
    ['quality_floor.max_eval_age_days', '{ quality_floor: { max_eval_age_days: -1 } }'],
    ['quality_floor.allowed_validation_status', '{ quality_floor: { allowed_validation_status: [] } }'],
    ['operational_targets.max_error_rate', '{ operational_targets: { max_error_rate: -0.1 } }'],
    ['operational_targets.max_p95_latency_ms', '{ operational_targets: { max_p95_latency_ms: 0 } }'],
  ])('with a wrong value at %s is a problem', (path, contract) => {
    expect(findings({ contract })).toEqual([
      false,
      { [`model_groups.g.contract.${path}`]: expect.stringContaining('') as string },
    ]);
  });
});

import { readConfig } from '../read-config.js';

const conditions = 'promote_when: "requests >= 200", rollback_when: "error_rate > 2 * baseline.error_rate"';

function read(canary: string, group = 'strategy: weighted') {
  const text = `
providers:
  p: { dialect: openai-chat, base_url: "http://p/v1", auth: none, models: { m: {}, n: {} } }
model_groups:
  g:
    ${group}
    targets: [{ provider: p, model: m, weight: 3 }, { provider: p, model: n }]
    canary: ${canary}
`;
  return readConfig(text, { DATABASE_URL: 'postgres://h/d' });
}

function problemsOf(canary: string, group?: string): readonly unknown[] {
  const reading = read(canary, group);
  return reading.ok ? [] : reading.problems;
}

const at = 'model_groups.g.canary';

it('a canary begins with its first step', () => {
  const reading = read(`{ target: p/n, steps: [10, 100], ${conditions} }`);
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
  const group = reading.catalog.groups.get('g');
  expect(group?.targets.map(({ weight }) => weight)).toEqual([9_000, 1_000]);
  expect(group?.canary).toMatchObject({ targetId: 'p/n', steps: [10, 100], stepMinMs: 600_000, windowMs: 600_000 });
});

it('its settings have another hash when any of them changes', () => {
  const hashOf = (canary: string): string | undefined => {
    const reading = read(canary);
    return reading.ok ? reading.catalog.groups.get('g')?.canary?.settingsHash : undefined;
  };
  const hashes = ['', ', steps: [5, 50]', ', step_min_seconds: 601'].map((more) =>
    hashOf(`{ target: p/n, ${conditions}${more} }`),
  );
  expect(new Set(hashes).size).toBe(3);
  expect(hashOf(`{ ${conditions}, target: p/n }`)).toBe(hashes[0]);
});

it.each<[string, string, string]>([
  [
    `{ target: p/m2, ${conditions} }`,
    'target',
    'target should be a target of the group, got "p/m2"; did you mean "p/m"?',
  ],
  [
    `{ target: p/n, steps: [5, 5], ${conditions} }`,
    'steps[1]',
    'steps[1] should be above the step before it, 5, got 5',
  ],
  // The declared weights of the others are lost where nothing is left to them, and are needed once it is taken out.
  [
    `{ target: p/n, steps: [100], ${conditions} }`,
    'steps[0]',
    'steps[0] should leave the others at least 1 percent at the first step, got 100',
  ],
  [
    `{ target: p/n, promote_when: "requests > 1", rollback_when: "eror_rate > 1" }`,
    'rollback_when',
    'rollback_when should be a condition: at character 1, unknown name "eror_rate"; did you mean "error_rate"?, got "eror_rate > 1"',
  ],
  [
    `{ target: p/n, promote_when: "requests", rollback_when: "error_rate > 1" }`,
    'promote_when',
    'promote_when should be a condition: at character 1, a condition should stand here, and a number does, got "requests"',
  ],
])('%s is refused', (canary, place, message) => {
  expect(problemsOf(canary)).toEqual([{ path: `${at}.${place}`, message }]);
});

it('quotes what is long no further than it can be recognised by', () => {
  const long = 'x'.repeat(100_000);
  const [, target] = [...problemsOf(`{ target: ${long}, ${conditions} }`, `strategy: ${long}`)].slice(-2);
  expect(target).toEqual({
    path: `${at}.target`,
    message: `target should be a target of the group, got "${'x'.repeat(59)}…; there are p/m, p/n`,
  });
  const condition = `{ target: p/n, promote_when: ${long}, rollback_when: "error_rate > ${long}" }`;
  for (const problem of [...problemsOf(condition), ...problemsOf(condition, `strategy: ${long}`)])
    expect(JSON.stringify(problem).length).toBeLessThan(400);
});

it('is refused where weights do not count, and where no other target has one', () => {
  const canary = `{ target: p/n, ${conditions} }`;
  expect(problemsOf(canary, 'strategy: failover')).toEqual([
    { path: at, message: 'canary should stand in a group with strategy weighted, and this one has failover' },
  ]);
  const text = `
providers:
  p: { dialect: openai-chat, base_url: "http://p/v1", auth: none, models: { m: {}, n: {} } }
model_groups:
  g: { strategy: weighted, targets: [{ provider: p, model: m, weight: 0 }, { provider: p, model: n }], canary: ${canary} }
`;
  expect(readConfig(text, { DATABASE_URL: 'postgres://h/d' })).toEqual({
    ok: false,
    problems: [
      { path: `${at}.target`, message: 'a group with a canary should have another target of a weight above 0' },
    ],
  });
});

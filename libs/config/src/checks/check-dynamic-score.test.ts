import { readConfig } from '../read-config.js';

function problemsOf(dynamicScore: string, strategy = 'dynamic-score'): readonly { path: string; message: string }[] {
  const text = `
providers:
  p: { dialect: openai-chat, base_url: "http://p/v1", auth: none, models: { m: { tags: [fast, eu] }, n: {} } }
model_groups:
  g:
    strategy: ${strategy}
    targets: [{ provider: p, model: m }, { provider: p, model: n, tags: [cheap] }]
    dynamic_score: ${dynamicScore}
`;
  const reading = readConfig(text, { DATABASE_URL: 'postgres://h/d' });
  return reading.ok ? [] : reading.problems;
}

const term = (name: string, expression = 'cost', tags = ''): string =>
  `{ name: ${name}, expression: "${expression}", require_tags: [${tags}] }`;
const at = 'model_groups.g.dynamic_score';

describe('the settings of dynamic-score', () => {
  it('are good where every term can apply', () => {
    expect(
      problemsOf(`{ score_terms: [${term('a', '0.6 * cost + 0.4 * latency', 'fast, eu')}, ${term('b')}] }`),
    ).toEqual([]);
    expect(problemsOf('{}')).toEqual([]);
  });

  it.each<[string, string, string]>([
    [
      'cost +',
      'score_terms[0].expression',
      'expression should be a formula: at character 7, unexpected end, got "cost +"',
    ],
    [
      '0.5 * latancy',
      'score_terms[0].expression',
      'expression should be a formula: at character 7, unknown name "latancy"; did you mean "latency"?, got "0.5 * latancy"',
    ],
    [
      'cost > 0.5',
      'score_terms[0].expression',
      'expression should be a formula: at character 1, a number should stand here, and a condition does, got "cost > 0.5"',
    ],
  ])('are told where the expression %j goes wrong', (expression, path, message) => {
    expect(problemsOf(`{ score_terms: [${term('a', expression)}] }`)).toEqual([{ path: `${at}.${path}`, message }]);
  });

  it('have a name for each term', () => {
    expect(problemsOf(`{ score_terms: [${term('a')}, ${term('a')}] }`)).toEqual([
      { path: `${at}.score_terms[1].name`, message: 'name should be unique among the terms, got "a" twice' },
    ]);
  });

  it('ask for tags that a target has, all of them at once', () => {
    expect(problemsOf(`{ score_terms: [${term('a', 'cost', 'fasst')}] }`)).toEqual([
      {
        path: `${at}.score_terms[0].require_tags`,
        message: 'require_tags should be tags of a target of the group, got "fasst"; did you mean "fast"?',
      },
    ]);
    expect(problemsOf(`{ score_terms: [${term('a', 'cost', 'fast, cheap')}] }`)).toEqual([
      {
        path: `${at}.score_terms[0].require_tags`,
        message: 'require_tags should be tags that a target has together, got fast, cheap',
      },
    ]);
  });

  it('score by something', () => {
    expect(problemsOf('{ score_terms: [] }')).toEqual([
      { path: `${at}.score_terms`, message: 'score_terms should have at least 1 entry, got an empty list' },
    ]);
  });

  it('stand in no group of another strategy, where nobody would read them', () => {
    expect(problemsOf('{}', 'weighted')).toEqual([
      {
        path: at,
        message: 'dynamic_score should stand in a group with strategy dynamic-score, and this one has weighted',
      },
    ]);
  });
});

import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import { estimateTokens } from '../estimate.js';
import { capturedAsks } from '../matrix/outside-data.laws.js';
import { estimateCorpus, type Sample } from './estimate-corpus.laws.js';
import { bodyBytes, referenceTokens } from './fit-estimate.laws.js';

function errorOf(sample: Sample): number {
  const bytes = bodyBytes(sample);
  return Math.abs(estimateTokens(bytes, 0, bytes.length) / referenceTokens(sample) - 1);
}

/** The error that a share of the samples stays within. */
function quantile(errors: readonly number[], share: number): number {
  return errors.toSorted((left, right) => left - right)[Math.floor(errors.length * share)] ?? 0;
}

/** Members that hold no text: inline media and sealed reasoning. */
const sealed: ReadonlySet<string> = new Set(['data', 'image_url', 'file_data', 'signature', 'encrypted_content']);

const percent = (error: number): string => `${(error * 100).toFixed(1)} %`;

describe('the error of the estimate against a real tokenizer', () => {
  const held = estimateCorpus()
    .filter(({ half }) => half === 'test')
    .map((sample) => ({ kind: sample.kind, error: errorOf(sample) }));
  const errors = held.map(({ error }) => error);

  it('is looked at on many texts of many kinds that the weights were not fitted to', () => {
    expect(held.length).toBeGreaterThan(120);
    expect(new Set(held.map(({ kind }) => kind)).size).toBeGreaterThan(15);
  });

  it('is at most 6 % in the median and 15 % for nine of ten', () => {
    const table = [...new Set(held.map(({ kind }) => kind))].map((kind) => {
      const own = held.filter((sample) => sample.kind === kind).map(({ error }) => error);
      return `${kind}: ${own.length} texts, median ${percent(quantile(own, 0.5))}, p90 ${percent(quantile(own, 0.9))}`;
    });
    const [median, p90] = [quantile(errors, 0.5), quantile(errors, 0.9)];
    expect({ table, within: [median <= 0.06, p90 <= 0.15] }).toEqual({ table, within: [true, true] });
  });

  it('is within 15 % for nine of ten requests of real coding agents, where these are there to check against', () => {
    const own = capturedAsks().map(({ body }) => {
      const text = JSON.stringify(body, (key, value: unknown) => (sealed.has(key) ? '' : value));
      const tokens = countTokens(text.replaceAll('\\n', '\n').replaceAll('\\"', '"'), { disallowedSpecial: new Set() });
      const bytes = new TextEncoder().encode(text);
      return Math.abs(estimateTokens(bytes, 0, bytes.length) / tokens - 1);
    });
    expect(quantile(own, 0.9)).toBeLessThanOrEqual(0.15);
  });

  it.each([
    ['prose', 0.1],
    ['code', 0.1],
    ['json', 0.1],
    ['chinese', 0.15],
    ['base64', 0.1],
    ['digits', 0.1],
  ])('is bounded for %s by itself', (kind, bound) => {
    const own = held.filter((sample) => sample.kind === kind).map(({ error }) => error);
    expect(quantile(own, 0.5)).toBeLessThan(bound);
  });
});

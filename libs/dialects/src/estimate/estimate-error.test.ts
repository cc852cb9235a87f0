import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import { estimateTokens } from '../estimate.js';
import { capturedAsks } from '../matrix/outside-data.laws.js';
import { featuresOf, stateCount } from './fit-weights.laws.js';
import { pairs, unitsPerToken } from './machine.js';
import { errorWithin, mainKinds, measureErrors, measureSize } from './measure-error.laws.js';
import { allStates, runName } from './states.js';
import { stateWeights } from './weights.js';

const measured = measureErrors();
const main = measured.filter(({ kind }) => mainKinds.includes(kind));
const of = (wanted: string) => measured.filter(({ kind }) => kind === wanted);

describe('the error of the estimate against a real tokenizer, on texts nothing was fitted to', () => {
  it('is looked at for as many texts of prose, code, JSON and CJK', () => {
    for (const kind of mainKinds) expect(of(kind)).toHaveLength(measureSize.prose);
    expect(main.filter(({ text }) => text.length < 300).length).toBeGreaterThan(100);
    expect(main.filter(({ text }) => text.length > 2000).length).toBeGreaterThan(100);
  });

  it('is at most 6 % in the median and 15 % for nine of ten', () => {
    expect(errorWithin(main, 0.5)).toBeLessThanOrEqual(0.06);
    expect(errorWithin(main, 0.9)).toBeLessThanOrEqual(0.15);
  });

  it.each(mainKinds)('is at most 8 %% in the median and 18 %% for nine of ten texts of %s', (kind) => {
    expect(errorWithin(of(kind), 0.5)).toBeLessThanOrEqual(0.08);
    expect(errorWithin(of(kind), 0.9)).toBeLessThanOrEqual(0.18);
  });

  it('is at most 15 % in the median for other scripts, and for noise', () => {
    expect(errorWithin(of('other'), 0.5)).toBeLessThanOrEqual(0.15);
    expect(errorWithin(of('noise'), 0.5)).toBeLessThanOrEqual(0.15);
  });

  it('leans to no side by more than 4 %', () => {
    for (const kind of mainKinds) {
      const mean = of(kind).reduce((sum, { error }) => sum + error, 0) / of(kind).length;
      expect(Math.abs(mean)).toBeLessThanOrEqual(0.04);
    }
  });
});

/** Members that hold no text: inline media and sealed reasoning. */
const sealed: ReadonlySet<string> = new Set(['data', 'image_url', 'file_data', 'signature', 'encrypted_content']);

describe('the estimate of whole requests', () => {
  it('is within 15 % for nine of ten requests of real coding agents, where these are there to check against', () => {
    const own = capturedAsks().map(({ body }) => {
      const text = JSON.stringify(body, (key, value: unknown) => (sealed.has(key) ? '' : value));
      const tokens = countTokens(text.replaceAll('\\n', '\n').replaceAll('\\"', '"'), { disallowedSpecial: new Set() });
      const bytes = new TextEncoder().encode(text);
      return { error: estimateTokens(bytes, 0, bytes.length) / tokens - 1 };
    });
    const errors = own.map(({ error }) => Math.abs(error)).toSorted((left, right) => left - right);
    expect(errors[Math.floor(errors.length * 0.9)] ?? 0).toBeLessThanOrEqual(0.15);
  });
});

describe('the fit', () => {
  it('counts what the estimate adds up', () => {
    const { states } = allStates();
    for (const { text } of measured.filter((_sample, index) => index % 40 === 0)) {
      let units = 0;
      for (const [feature, count] of featuresOf(text)) {
        const state = feature < stateCount ? states[feature] : undefined;
        const weight = state ? stateWeights[runName(state)]?.[state.length - 1] : pairs[feature - stateCount];
        units += count * (weight ?? 0);
      }
      const bytes = new TextEncoder().encode(JSON.stringify(text).slice(1, -1));
      expect(estimateTokens(bytes, 0, bytes.length)).toBe(Math.max(1, Math.round(units / unitsPerToken)));
    }
  });
});

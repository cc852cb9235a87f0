import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sentences } from './sentences.laws.js';

/** A text of the corpus: one half is for fitting, the other, of other files and sentences, for testing. */
export interface Sample {
  readonly kind: string;
  readonly half: 'fit' | 'test';
  readonly text: string;
}

const root = join(__dirname, '../../../..');
const lengths = [50, 200, 500, 1200, 2500, 5000, 9000, 20_000];

/** The texts tokens are estimated of: files of this repository, sentences of our own, and generated noise. */
export function estimateCorpus(): readonly Sample[] {
  const files = fileSamples();
  const bodies = files.filter(({ kind }) => kind === 'json').map((sample) => ({ ...sample, kind: 'body' }));
  const compact = bodies.map((sample) => ({ ...sample, text: sample.text.replace(/\n */g, '') }));
  return [...files, ...bodies, ...compact, ...sentenceSamples(), ...noiseSamples()];
}

const kinds: readonly (readonly [RegExp, string])[] = [
  [/\.md$/, 'prose'],
  [/\.(?:ts|mjs)$/, 'code'],
  [/(?:package|project|golden|nx|tsconfig.*)\.json$|__fixtures__.*\.json$/, 'json'],
];

function fileSamples(): readonly Sample[] {
  const files = ['docs', 'libs', 'tools', 'apps'].flatMap(filesOf);
  return kinds.flatMap(([pattern, kind]) => {
    const chosen = files.filter((file) => pattern.test(file)).sort();
    const step = Math.max(1, Math.floor(chosen.length / 240));
    return chosen
      .filter((_file, index) => index % step === 0)
      .map((file, index) => {
        const length = lengths[Math.floor(index / 2) % lengths.length] ?? 700;
        const text = readFileSync(join(root, file), 'utf8');
        const from = text.length > length * 2 ? Math.floor((text.length - length) / 3) : 0;
        return { kind, half: halfOf(index), text: text.slice(from, from + length) };
      });
  });
}

function filesOf(directory: string): readonly string[] {
  return readdirSync(join(root, directory), { withFileTypes: true }).flatMap((entry) => {
    const path = join(directory, entry.name);
    if (entry.isDirectory())
      return ['node_modules', 'dist', 'estimate', 'count'].includes(entry.name) ? [] : filesOf(path);
    return [path];
  });
}

function sentenceSamples(): readonly Sample[] {
  return Object.entries(sentences).flatMap(([kind, lines]) =>
    Array.from({ length: 8 }, (_unused, index) => {
      const half = halfOf(index);
      const own = lines.filter((_line, at) => halfOf(at) === half);
      const turned = [...own.slice(index % own.length), ...own.slice(0, index % own.length)];
      const length = lengths[Math.floor(index / 2)] ?? 300;
      const separator = kind === 'chinese' || kind === 'japanese' ? '' : ' ';
      return {
        kind,
        half,
        text: turned
          .join(separator)
          .repeat(12)
          .slice(0, length * (1 + (index % 3))),
      };
    }),
  );
}

const noises: Readonly<Record<string, (random: () => number) => string>> = {
  digits: (random) => `${Math.floor(random() * 1e9)}${Math.floor(random() * 1e6)}${random() < 0.3 ? ', ' : ''}`,
  hex: (random) => `${Math.floor(random() * 2 ** 32).toString(16)}${random() < 0.2 ? '-' : ''}`,
  base64: (random) => Buffer.from([0, 0, 0].map(() => Math.floor(random() * 256))).toString('base64'),
  indentation: (random) => `\n${' '.repeat(2 * Math.floor(random() * 8))}${random() < 0.5 ? 'return value;' : '}'}`,
  emoji: (random) =>
    `${String.fromCodePoint(0x1f600 + Math.floor(random() * 64))}${random() < 0.3 ? ' well done ' : ''}`,
  rows: (random) =>
    `${Math.floor(random() * 1e4)},${(random() * 100).toFixed(2)},2026-${10 + Math.floor(random() * 3)}-1${Math.floor(random() * 9)},true\n`,
};

function noiseSamples(): readonly Sample[] {
  return Object.entries(noises).flatMap(([kind, noise]) =>
    Array.from({ length: 12 }, (_unused, index) => {
      const random = randomOf(index + 1);
      const length = lengths[Math.floor(index / 2)] ?? 300;
      let text = '';
      while (text.length < length) text += noise(random);
      return { kind, half: halfOf(index), text };
    }),
  );
}

function halfOf(index: number): Sample['half'] {
  return index % 2 === 0 ? 'fit' : 'test';
}

/** Mulberry32: the same numbers on every run. */
function randomOf(seed: number): () => number {
  let state = seed * 0x9e3779b9;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

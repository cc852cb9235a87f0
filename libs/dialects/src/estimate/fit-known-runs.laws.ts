import { decode } from 'gpt-tokenizer/encoding/o200k_base';
import { extendRun, filterBits } from './known-runs.js';

/** How many tokens o200k has. */
const vocabulary = 199_998;

const run = /^ ?([\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー\p{Script=Hangul}]+)$/u;

/** The filter of `known-runs`: every token of o200k that is Chinese characters, kana or Hangul, as bits in base64. */
export function fitKnownRuns(): string {
  const bytes = new Uint8Array((1 << filterBits) >> 3);
  for (let token = 0; token < vocabulary; token += 1) {
    const characters = run.exec(decode([token]))?.[1];
    if (characters === undefined) continue;
    const place = [...characters].reduce((before, character) => extendRun(before, character.codePointAt(0) ?? 0), 0);
    const index = (place & ((1 << filterBits) - 1)) >> 3;
    bytes[index] = (bytes[index] ?? 0) | (1 << (place & 7));
  }
  return Buffer.from(bytes).toString('base64').replace(/=+$/, '');
}

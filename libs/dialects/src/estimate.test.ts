import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import { estimateTokens } from './estimate.js';

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const estimate = (text: string): number => estimateTokens(encode(text), 0, encode(text).length);

describe('estimateTokens', () => {
  it('finds about four characters of English in a token', () => {
    // https://help.openai.com/en/articles/4936856-what-are-tokens-and-how-to-count-them
    const text = 'The quick brown fox jumps over the lazy dog and runs away from the angry farmer into the forest.';
    expect(text.length / estimate(text)).toBeGreaterThan(3.5);
    expect(text.length / estimate(text)).toBeLessThan(5);
  });

  it.each([
    '{"type":"object","properties":{"city":{"type":"string","description":"The city"}},"required":["city"]}',
    'const total = items.reduce((sum, item) => sum + item.price * item.count, 0);',
    '4111 1111 1111 1111, 2026-11-21T09:30:51.807Z',
  ])('is within 20 %% of a real tokenizer for code, JSON and digits: %j', (text) => {
    expect(Math.abs(estimate(text) / countTokens(text) - 1)).toBeLessThan(0.2);
  });

  it('counts about a token a character where letters are several bytes long', () => {
    const text = '東京の天気はどうですか。明日は雨が降るでしょうか。';
    expect(estimate(text) / text.length).toBeGreaterThan(0.7);
    expect(estimate(text) / text.length).toBeLessThan(1.3);
  });

  it('samples long regions, and stays within a few percent of reading them whole', () => {
    const line = 'Zwölf Boxkämpfer jagen Viktor quer über den großen Sylter Deich: {"n":12345,"list":[1,2,3]}\n';
    const bytes = encode(line.repeat(1000));
    const exact = estimate(line) * 1000;
    expect(Math.abs(estimateTokens(bytes, 0, bytes.length) / exact - 1)).toBeLessThan(0.05);
  });

  it('counts only the region it is given', () => {
    const bytes = encode('aaaa bbbb cccc');
    expect(estimateTokens(bytes, 5, 9)).toBe(1);
    expect(estimateTokens(bytes, 5, 5)).toBe(0);
  });
});

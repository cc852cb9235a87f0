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
    '東京の天気はどうですか。明日は雨が降るでしょうか。',
    '北京今天的天气怎么样?我想去公园散步。',
    '서울의 오늘 날씨는 어떻습니까? 공원에 가고 싶습니다.',
  ])('is within 20 %% of a real tokenizer: %j', (text) => {
    expect(Math.abs(estimate(text) / countTokens(text) - 1)).toBeLessThan(0.2);
  });

  it.each(['line\n\tnext "quoted" \\ end', 'naïve 東京 — 😀 done', 'אבג\u2028Привет'])(
    'reads escapes as what they stand for: %j',
    (text) => {
      const plain = JSON.stringify(text).slice(1, -1);
      const ascii = plain.replace(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
      expect(estimate(ascii)).toBe(estimate(plain));
    },
  );

  it('counts all of a long text: no part of it goes unread', () => {
    const line = 'Zwölf Boxkämpfer jagen Viktor quer über den großen Sylter Deich: {"n":12345,"list":[1,2,3]}\\n';
    const often = encode(line.repeat(3000));
    const once = estimate(line.repeat(30)) / 30;
    expect(Math.abs(estimateTokens(often, 0, often.length) / (once * 3000) - 1)).toBeLessThan(0.02);
    const hidden = encode(' '.repeat(100_000) + 'secret words '.repeat(5000) + ' '.repeat(100_000));
    expect(estimateTokens(hidden, 0, hidden.length)).toBeGreaterThan(10_000);
  });

  it.each(['a', 'the', 'E', '7', ' ', '.', 'ж', 'ب', '語', 'é', '😀', 'aB3', '\\n', '\\u200d'])(
    'lets no text come for free, however often it repeats: %j',
    (piece) => {
      const bytes = encode(piece.repeat(20_000));
      expect(estimateTokens(bytes, 0, bytes.length)).toBeGreaterThan(100);
    },
  );

  it('takes bytes that are no characters without complaint', () => {
    const bytes = Uint8Array.from({ length: 4096 }, (_unused, index) => (index * 151 + (index >> 3)) & 255);
    expect(estimateTokens(bytes, 0, bytes.length)).toBeGreaterThan(0);
    expect(estimateTokens(Uint8Array.of(0xe4, 0xbd), 0, 2)).toBeGreaterThan(0);
    expect(estimateTokens(encode('\\u12'), 0, 4)).toBeGreaterThan(0);
  });

  it('counts only the region it is given', () => {
    const bytes = encode('aaaa bbbb cccc');
    expect(estimateTokens(bytes, 5, 9)).toBeLessThan(3);
    expect(estimateTokens(bytes, 5, 5)).toBe(0);
  });
});

import { mostOutputOf } from './most-output.js';

it('never sets aside more than a model can write, whatever a caller asks for and an entry leaves out', () => {
  expect(mostOutputOf({ capabilities: { maxOutputTokens: 8_000 }, contextTokens: 200_000 })).toBe(8_000);
  expect(mostOutputOf({ capabilities: { maxOutputTokens: undefined }, contextTokens: 200_000 })).toBe(200_000);
  expect(mostOutputOf({ capabilities: { maxOutputTokens: undefined }, contextTokens: undefined })).toBe(1_000_000);
});

import { numberOf, textOf, type JsonObject } from './guards.js';

/** One text for each format of JSON Schema that clients check. */
const formats: Readonly<Record<string, string>> = {
  date: '2026-01-02',
  time: '03:04:05Z',
  'date-time': '2026-01-02T03:04:05Z',
  duration: 'PT1H',
  email: 'somebody@example.com',
  hostname: 'example.com',
  ipv4: '192.0.2.1',
  ipv6: '2001:db8::1',
  uri: 'https://example.com/',
  uuid: '00000000-0000-4000-8000-000000000001',
};

/** Tried one after the other against a pattern; the simulator does not invert regular expressions. */
const guesses = ['a', 'A', '0', '1', 'abc', 'ABC', 'a1', 'A1', '123', '12345', ...Object.values(formats)];

/** A text that a string schema accepts: its format's, one that fits its pattern, else one that names the property. */
export function sampleText(schema: JsonObject, name: string): string {
  const format = formats[textOf(schema['format']) ?? ''];
  if (format !== undefined) return format;
  const pattern = textOf(schema['pattern']);
  const fitting = pattern === undefined ? undefined : guesses.find((guess) => fits(guess, pattern));
  const text = fitting ?? `sample ${name}`;
  return text
    .padEnd(numberOf(schema['minLength']) ?? 0, '.')
    .slice(0, numberOf(schema['maxLength']) ?? text.length + 1000);
}

function fits(text: string, pattern: string): boolean {
  try {
    return new RegExp(pattern, 'u').test(text);
  } catch {
    return false; // not a pattern we can read
  }
}

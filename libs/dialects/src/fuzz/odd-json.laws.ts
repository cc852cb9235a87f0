import { isRecord } from '../json/guards.js';
import type { Random } from './random.laws.js';

/** JSON texts nobody expects in the place of another. */
const oddTexts: readonly [string, ...string[]] = [
  ...(['null', 'true', '0', '-1', '0.5', '1e400', '12345678901234567890', '""', '[]', '{}', '[null]', '[[]]'] as const),
  ...[
    '"\\ud800"',
    '"\\u0000"',
    '"\\n\\ndata: {}"',
    '"[DONE]"',
    '"x"',
    '{"type":"x"}',
    '{"type":null}',
    '{"__proto__":1}',
  ],
  `"${'x'.repeat(3000)}"`,
  `${'['.repeat(200)}${']'.repeat(200)}`,
  `${'{"a":'.repeat(50)}1${'}'.repeat(50)}`,
];

/** The value as JSON, with something odd about once in so many of its members: another value, a key too few or twice. */
export function oddJson(value: unknown, random: Random, inSoMany: number): string {
  if (random.once(inSoMany)) return random.pick(oddTexts);
  if (Array.isArray(value)) return `[${oddItems(value, random, inSoMany).join(',')}]`;
  if (!isRecord(value)) return JSON.stringify(value) ?? 'null';
  const members = Object.entries(value).flatMap(([key, member]) => {
    const text = (): string => `${JSON.stringify(key)}:${oddJson(member, random, inSoMany)}`;
    if (random.once(inSoMany * 2)) return [];
    return random.once(inSoMany * 4) ? [text(), text()] : [text()];
  });
  return `{${members.join(',')}}`;
}

function oddItems(items: readonly unknown[], random: Random, inSoMany: number): readonly string[] {
  return items.flatMap((item) => {
    const text = oddJson(item, random, inSoMany);
    if (random.once(inSoMany * 4)) return [];
    return random.once(inSoMany * 4) ? [text, text] : [text];
  });
}

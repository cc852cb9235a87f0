import { usdText } from '@smart-router/usage-storage';
import type { JsonValue } from './write-json.js';

/**
 * A value of our own as the API tells it: names in snake_case, unknown is null, times (`…At`) in ISO, and amounts
 * (`…NanoUsd`) both as an integer and as text in USD.
 */
export function storyJson(value: unknown): JsonValue {
  if (Array.isArray(value)) return value.map(storyJson);
  if (typeof value === 'object' && value !== null) return membersOf(value);
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint') return value;
  return typeof value === 'boolean' ? value : null;
}

function membersOf(value: object): JsonValue {
  return Object.fromEntries(Object.entries(value).flatMap(([name, member]) => memberOf(name, member)));
}

function memberOf(name: string, member: unknown): readonly (readonly [string, JsonValue])[] {
  const snake = name.replaceAll('-', '_').replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  if (name.endsWith('NanoUsd')) {
    const amount = typeof member === 'bigint' ? member : undefined;
    const usd = snake.replace(/_nano_usd$/, '_usd');
    return [
      [usd, amount === undefined ? null : usdText(amount)],
      [snake, amount ?? null],
    ];
  }
  if (/[a-z]At$/.test(name) && typeof member === 'number') return [[snake, new Date(member).toISOString()]];
  return [[snake, storyJson(member)]];
}

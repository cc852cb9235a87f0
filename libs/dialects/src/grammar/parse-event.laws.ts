import { isRecord, type WireObject } from '../json/guards.js';
import type { SseEvent } from '../sse/parse.js';
import { firstBroken, type Flaw } from './stream-grammar.laws.js';

/** The value of an event whose name is also its `type`, or what is wrong with it. */
export function parseEvent({ event, data }: SseEvent): { readonly value?: WireObject; readonly flaw?: Flaw } {
  const value = parseObject(data);
  const flaw = firstBroken(
    [value !== undefined, 'data should be a JSON object'],
    [event === value?.['type'], `event ${String(event)} should be named like its type ${String(value?.['type'])}`],
  );
  return flaw === undefined && value !== undefined ? { value } : { flaw };
}

/** A JSON object; `undefined` for anything else. */
export function parseObject(data: string): WireObject | undefined {
  try {
    const value: unknown = JSON.parse(data);
    return isRecord(value) ? value : undefined;
  } catch {
    // the caller says what was expected
    return undefined;
  }
}

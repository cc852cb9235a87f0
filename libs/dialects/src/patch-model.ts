import type { Patch } from './dialect.js';
import type { JsonText } from './json/json-text.js';

/** The patch that names the target's model, also where the caller named none. */
export function patchModel(body: JsonText, model: string): Patch {
  const value = body.get('model');
  const text = JSON.stringify(model);
  if (value !== undefined) return { start: value.start, end: value.end, text };
  const comma = body.entries().length === 0 ? '' : ',';
  return { start: body.start + 1, end: body.start + 1, text: `"model":${text}${comma}` };
}

import type { Patch, PatchTarget } from '../dialect.js';
import type { JsonText } from '../json/json-text.js';
import { removeStrange } from './remove-strange.js';

/**
 * The model, and nothing else unless earlier answers came from elsewhere: the API would refuse the whole request for
 * thinking, searches and sources that are not its own.
 */
export function patch(body: JsonText, target: PatchTarget): readonly Patch[] {
  return [patchModel(body, target.model), ...removeStrange(body, target.strangeProofs)];
}

function patchModel(body: JsonText, model: string): Patch {
  const value = body.get('model');
  const text = JSON.stringify(model);
  if (value !== undefined) return { start: value.start, end: value.end, text };
  const comma = body.entries().length === 0 ? '' : ',';
  return { start: body.start + 1, end: body.start + 1, text: `"model":${text}${comma}` };
}

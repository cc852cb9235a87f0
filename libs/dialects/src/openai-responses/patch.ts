import type { Patch, PatchTarget } from '../dialect.js';
import type { JsonText } from '../json/json-text.js';
import { removeReasoning } from './remove-reasoning.js';

/**
 * The named patches that carry a Responses body to a Responses target: its model, and the reasoning items that this
 * provider did not seal, which it would refuse. Usage is always reported.
 */
export function patch(body: JsonText, target: PatchTarget): readonly Patch[] {
  return [modelPatch(body, target.model), ...removeReasoning(body, target.strangeProofs)].toSorted(
    (left, right) => left.start - right.start,
  );
}

function modelPatch(body: JsonText, model: string): Patch {
  const value = body.get('model');
  if (value !== undefined) return { start: value.start, end: value.end, text: JSON.stringify(model) };
  const at = body.start + 1;
  return { start: at, end: at, text: `"model":${JSON.stringify(model)}${body.entries().length === 0 ? '' : ','}` };
}

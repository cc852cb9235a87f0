import type { Patch, PatchTarget } from '../dialect.js';
import type { JsonText } from '../json/json-text.js';
import { patchModel } from '../patch-model.js';
import { removeReasoning } from './remove-reasoning.js';

/**
 * The named patches that carry a Responses body to a Responses target: its model, and the reasoning items that this
 * provider did not seal, which it would refuse. Usage is always reported.
 */
export function patch(body: JsonText, target: PatchTarget): readonly Patch[] {
  return [patchModel(body, target.model), ...removeReasoning(body, target.strangeProofs)].toSorted(
    (left, right) => left.start - right.start,
  );
}

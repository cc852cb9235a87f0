import type { Patch, PatchTarget } from '../dialect.js';
import type { JsonText } from '../json/json-text.js';
import { patchModel } from '../patch-model.js';
import { removeStrange } from './remove-strange.js';

/**
 * The model, and nothing else unless earlier answers came from elsewhere: the API would refuse the whole request for
 * thinking, searches and sources that are not its own.
 */
export function patch(body: JsonText, target: PatchTarget): readonly Patch[] {
  return [patchModel(body, target.model), ...removeStrange(body, target.strangeProofs)];
}

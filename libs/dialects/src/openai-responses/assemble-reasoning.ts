import { filledString, integerOf } from '../json/guards.js';
import { GrowingBlock } from './growing-block.js';
import type { ItemAssembly, ItemSurroundings } from './item-assembly.js';
import { joinParts, proofOf, reasoningText } from './read-reasoning.js';
import { paragraphBreak } from './wire.js';

/** Where a piece of reasoning stands: servers show a summary, the thinking itself, or both. */
const reasoningPlaces: ReadonlyMap<string, string> = new Map([
  ['response.reasoning_summary_text.delta', 'summary_index'],
  ['response.reasoning_text.delta', 'content_index'],
]);

/** Reasoning while it comes in; an item without text and proof gives no block. */
export function assembleReasoning(surroundings: ItemSurroundings): ItemAssembly {
  const block = new GrowingBlock(surroundings, { kind: 'reasoning' });
  let shown: string | undefined;
  let part = 0;
  let seen = '';
  const append = (text: string): void => {
    seen += text;
    block.append(text);
  };
  return {
    take(type, event) {
      const place = reasoningPlaces.get(type);
      const delta = filledString(event['delta']);
      if (place === undefined || delta === undefined) return;
      shown ??= place;
      if (shown !== place) return;
      const index = integerOf(event[place]) ?? 0;
      if (index !== part && seen !== '') append(paragraphBreak);
      part = index;
      append(delta);
    },
    done(item) {
      const proof = proofOf(item, surroundings.context.issuer);
      const whole = shown === 'content_index' ? joinParts(item['content']) : reasoningText(item);
      if (whole.startsWith(seen)) append(whole.slice(seen.length));
      if (proof !== undefined) block.open();
      block.end(proof);
    },
  };
}

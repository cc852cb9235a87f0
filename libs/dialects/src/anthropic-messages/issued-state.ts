import type { IssuedState, StoredKind } from '@smart-router/core';
import { arrayOf, filledString, objectOf, type WireObject } from '../json/guards.js';
import { noProof } from './no-proof.js';
import { sealOf } from './seal-of.js';

/** What a content block, or the start of one, gave its caller that only its issuer can read again. */
export function issuedByBlock(block: WireObject): readonly IssuedState[] {
  switch (block['type']) {
    case 'thinking':
    case 'redacted_thinking':
    case 'server_tool_use':
      return issued('proof', sealOf(block));
    case 'compaction':
      return issuedByCompaction(block);
    default:
      // Only results of the provider's own tools hold files, in a content of their own.
      return arrayOf(objectOf(block['content'])['content']).flatMap((part) =>
        issued('file-id', objectOf(part)['file_id']),
      );
  }
}

/** What a delta of a block gave. */
export function issuedByDelta(delta: WireObject): readonly IssuedState[] {
  return delta['type'] === 'compaction_delta' ? issuedByCompaction(delta) : issued('proof', delta['signature']);
}

function issuedByCompaction({ encrypted_content: sealed, signature }: WireObject): readonly IssuedState[] {
  return [...issued('sealed-item', sealed), ...issued('sealed-item', signature)];
}

/** The container of a message, or of the delta that ends it. */
export function issuedByHolder(holder: WireObject): readonly IssuedState[] {
  return issued('container-id', objectOf(holder['container'])['id']);
}

function issued(kind: StoredKind | 'proof', found: unknown): readonly IssuedState[] {
  const value = filledString(found);
  return value === undefined || value === noProof ? [] : [{ kind, value }];
}

import type { IssuedState, StoredKind } from '@smart-router/core';
import { arrayOf, filledString, objectOf, type WireObject } from '../json/guards.js';
import { sealOf } from './seal-of.js';

/** What a finished response gave its caller that only its issuer can read again. */
export function issuedByResponse(response: WireObject): readonly IssuedState[] {
  const items = arrayOf(response['output']).map(objectOf);
  const stored = response['store'] !== false;
  return [
    ...issued('response-id', response['id']),
    ...issued('conversation-id', objectOf(response['conversation'])['id']),
    ...items.flatMap((item) => issuedByItem(item)),
    ...(stored ? items.flatMap(({ id }) => issued('item-id', id)) : []),
  ];
}

/** What one item of the output gave. */
export function issuedByItem(item: WireObject): readonly IssuedState[] {
  const seal = sealOf(item);
  if (seal !== undefined) return [{ kind: 'proof', value: seal }];
  return [
    ...issued('sealed-item', item['encrypted_content']),
    // Goes on by its id, also where the response is not stored.
    ...(item['type'] === 'image_generation_call' ? issued('item-id', item['id']) : []),
    ...issued('container-id', item['container_id'] ?? objectOf(item['environment'])['container_id']),
    ...arrayOf(item['content']).flatMap((part) => arrayOf(objectOf(part)['annotations']).flatMap(issuedByCitation)),
  ];
}

/** Files that code made are cited with the container they are in. */
function issuedByCitation(annotation: unknown): readonly IssuedState[] {
  const { type, container_id: container, file_id: file } = objectOf(annotation);
  if (type !== 'container_file_citation') return [];
  return [...issued('container-id', container), ...issued('file-id', file)];
}

function issued(kind: StoredKind, id: unknown): readonly IssuedState[] {
  const value = filledString(id);
  return value === undefined ? [] : [{ kind, value }];
}

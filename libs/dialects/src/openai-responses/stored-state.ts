import type { StoredKind, StoredState } from '@smart-router/core';
import { arrayOf, filledString, objectOf, type WireObject } from '../json/guards.js';
import { itemType } from './wire.js';

const nothing: readonly StoredState[] = [];

/** State kept at the provider that a body names outside its input. */
export function storedState(ask: WireObject): readonly StoredState[] {
  const { conversation, previous_response_id: previous } = ask;
  return [
    ...named('response-id', previous, 'previous_response_id'),
    ...named('conversation-id', idOf(conversation), 'conversation'),
    ...arrayOf(ask['tools']).flatMap((tool, index) => ofTool(objectOf(tool), `tools[${index}]`)),
  ];
}

/** State that an item of the input names, but for the files among its parts. */
export function storedInItem(item: WireObject, field: string): readonly StoredState[] {
  switch (itemType(item)) {
    case 'item_reference':
      return named('item-id', item['id'], `${field}.id`);
    case 'computer_call_output':
      return named('file-id', objectOf(item['output'])['file_id'], `${field}.output.file_id`);
    default:
      return nothing;
  }
}

/** Containers of code, shells and masks of images. */
function ofTool(tool: WireObject, field: string): readonly StoredState[] {
  const { container } = tool;
  const files = arrayOf(objectOf(container)['file_ids']);
  return [
    ...named('container-id', container, `${field}.container`),
    ...files.flatMap((id) => named('file-id', id, `${field}.container.file_ids`)),
    ...named('container-id', objectOf(tool['environment'])['container_id'], `${field}.environment.container_id`),
    ...named('file-id', objectOf(tool['input_image_mask'])['file_id'], `${field}.input_image_mask.file_id`),
  ];
}

function idOf(value: unknown): unknown {
  return filledString(value) ?? objectOf(value)['id'];
}

function named(kind: StoredKind, id: unknown, field: string): readonly StoredState[] {
  const value = filledString(id);
  return value === undefined ? nothing : [{ kind, value, field }];
}

import type { StoredKind, StoredState } from '@smart-router/core';
import { arrayOf, filledString, objectOf, type WireObject } from '../json/guards.js';
import { bringsTools } from './tool-search.js';
import { itemType } from './wire.js';

const nothing: readonly StoredState[] = [];

/** State kept at the provider that a body names outside its input. */
export function storedState(ask: WireObject): readonly StoredState[] {
  const { conversation, previous_response_id: previous } = ask;
  return [
    ...named('response-id', previous, 'previous_response_id'),
    ...named('conversation-id', idOf(conversation), 'conversation'),
    ...ofTools(ask['tools'], 'tools'),
    ...Object.entries(objectOf(objectOf(ask['prompt'])['variables'])).flatMap(([name, variable]) =>
      named('file-id', objectOf(variable)['file_id'], `prompt.variables.${name.slice(0, maxNameLength)}.file_id`),
    ),
  ];
}

/** Names of a prompt's variables are the caller's; a field is named with no more of them. */
const maxNameLength = 64;

/** State that an item of the input names, but for the files among its parts. */
export function storedInItem(item: WireObject, field: string): readonly StoredState[] {
  switch (itemType(item)) {
    // The id of a picture alone brings it back. @see https://platform.openai.com/docs/guides/image-generation
    case 'item_reference':
    case 'image_generation_call':
      return named('item-id', item['id'], `${field}.id`);
    case 'computer_call_output':
      return named('file-id', objectOf(item['output'])['file_id'], `${field}.output.file_id`);
    // Code runs on in the container of an earlier call. @see https://platform.openai.com/docs/guides/tools-code-interpreter
    case 'code_interpreter_call':
      return named('container-id', item['container_id'], `${field}.container_id`);
    case 'shell_call':
      return named('container-id', objectOf(item['environment'])['container_id'], `${field}.environment.container_id`);
    default:
      return bringsTools(itemType(item)) ? ofTools(item['tools'], `${field}.tools`) : nothing;
  }
}

function ofTools(tools: unknown, field: string): readonly StoredState[] {
  return arrayOf(tools).flatMap((tool, index) => ofTool(objectOf(tool), `${field}[${index}]`));
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

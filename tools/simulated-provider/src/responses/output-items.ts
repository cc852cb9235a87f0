import type { Script, ScriptCall } from '../script.js';

/** An output item: how it starts, how it ends, and what a stream sends in between. */
export interface OutputItem {
  readonly added: Readonly<Record<string, unknown>>;
  readonly done: Readonly<Record<string, unknown>>;
  /** Events without `item_id`, `output_index` and sequence number; `token` marks content. */
  readonly events: readonly {
    readonly type: string;
    readonly token: boolean;
    readonly data: Readonly<Record<string, unknown>>;
  }[];
}

/** The items of an answer, in order: reasoning, message, calls. */
export function outputItems(script: Script, serial: number): readonly OutputItem[] {
  const id = (prefix: string, index: number): string => `${prefix}_sim${String(serial).padStart(8, '0')}${index}`;
  return [
    ...(script.reasoning === undefined ? [] : [reasoningItem(script.reasoning, id('rs', 0))]),
    ...(script.pieces.length === 0
      ? []
      : [messageItem(script.pieces, { id: id('msg', 1), cut: script.finish === 'length' })]),
    ...script.calls.map((call, index) =>
      call.tool.custom ? customItem(call, id('ctc', index + 2)) : callItem(call, id('fc', index + 2)),
    ),
  ];
}

function reasoningItem(text: string, id: string): OutputItem {
  const base = { id, type: 'reasoning', encrypted_content: 'c2ltdWxhdGVkLXJlYXNvbmluZw==' };
  const part = { type: 'summary_text', text };
  const words = text.match(/\s*\S+/g) ?? [];
  return {
    added: { ...base, summary: [] },
    done: { ...base, summary: [part] },
    events: [
      event('response.reasoning_summary_part.added', { summary_index: 0, part: { type: 'summary_text', text: '' } }),
      ...words.map((delta) => token('response.reasoning_summary_text.delta', { summary_index: 0, delta })),
      event('response.reasoning_summary_text.done', { summary_index: 0, text }),
      event('response.reasoning_summary_part.done', { summary_index: 0, part }),
    ],
  };
}

function messageItem(pieces: readonly string[], options: { readonly id: string; readonly cut: boolean }): OutputItem {
  const base = { id: options.id, type: 'message', role: 'assistant' };
  const part = (text: string) => ({ type: 'output_text', text, annotations: [], logprobs: [] });
  const text = pieces.join('');
  return {
    added: { ...base, status: 'in_progress', content: [] },
    done: { ...base, status: options.cut ? 'incomplete' : 'completed', content: [part(text)] },
    events: [
      event('response.content_part.added', { content_index: 0, part: part('') }),
      ...pieces.map((delta) => token('response.output_text.delta', { content_index: 0, delta, logprobs: [] })),
      event('response.output_text.done', { content_index: 0, text, logprobs: [] }),
      event('response.content_part.done', { content_index: 0, part: part(text) }),
    ],
  };
}

function callItem(call: ScriptCall, id: string): OutputItem {
  const namespace = call.tool.namespace === undefined ? {} : { namespace: call.tool.namespace };
  const base = { id, type: 'function_call', call_id: call.id, name: call.tool.name, ...namespace };
  return {
    added: { ...base, arguments: '', status: 'in_progress' },
    done: { ...base, arguments: call.input, status: 'completed' },
    events: [
      ...halves(call.input).map((delta) => token('response.function_call_arguments.delta', { delta })),
      event('response.function_call_arguments.done', { name: call.tool.name, arguments: call.input }),
    ],
  };
}

function customItem(call: ScriptCall, id: string): OutputItem {
  const base = { id, type: 'custom_tool_call', call_id: call.id, name: call.tool.name };
  return {
    added: { ...base, input: '', status: 'in_progress' },
    done: { ...base, input: call.input, status: 'completed' },
    events: [
      ...halves(call.input).map((delta) => token('response.custom_tool_call_input.delta', { delta })),
      event('response.custom_tool_call_input.done', { input: call.input }),
    ],
  };
}

function halves(text: string): readonly string[] {
  const half = Math.ceil(text.length / 2);
  return [text.slice(0, half), text.slice(half)];
}

function event(type: string, data: Readonly<Record<string, unknown>>) {
  return { type, data, token: false };
}

function token(type: string, data: Readonly<Record<string, unknown>>) {
  return { type, data, token: true };
}

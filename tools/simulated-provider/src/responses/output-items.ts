import type {
  ResponseCustomToolCall,
  ResponseFunctionToolCall,
  ResponseOutputItem,
  ResponseOutputMessage,
  ResponseReasoningItem,
  ResponseToolSearchCall,
} from 'openai/resources/responses/responses';
import type { Question } from '../question/question.js';
import type { Script, ScriptCall } from '../script/script.js';
import { finalStatus } from './response-object.js';

/** The complete items of an answer, in their order. */
export function outputItems(script: Script, question: Question): readonly ResponseOutputItem[] {
  const reasoning = script.reasoning === undefined ? [] : [reasoningItem(script, question)];
  const message = script.pieces.length === 0 ? [] : [messageItem(script)];
  return [...reasoning, ...message, ...script.calls.map((call, index) => callItem(call, `${script.id}_${index}`))];
}

function reasoningItem({ id, reasoning }: Script, { reasoning: asked }: Question): ResponseReasoningItem {
  const text = reasoning?.pieces.join('') ?? '';
  return {
    id: reasoning?.itemId ?? `rs_${id}`,
    type: 'reasoning',
    summary: asked?.shown === true ? [{ type: 'summary_text', text }] : [],
    ...(asked?.sealed === true ? { encrypted_content: reasoning?.proof ?? '' } : {}),
  };
}

function messageItem(script: Script): ResponseOutputMessage {
  const text = script.pieces.join('');
  const part =
    script.finish === 'refusal'
      ? { type: 'refusal' as const, refusal: text }
      : { type: 'output_text' as const, text, annotations: [], logprobs: [] };
  return { id: `msg_${script.id}`, type: 'message', role: 'assistant', status: finalStatus(script), content: [part] };
}

type CallItem = ResponseFunctionToolCall | ResponseCustomToolCall | ResponseToolSearchCall;

function callItem(call: ScriptCall, id: string): CallItem {
  const { name, namespace, input } = call;
  const shared = { call_id: call.id, name, ...(namespace === undefined ? {} : { namespace }) };
  if (call.kind === 'custom') return { id: `ctc_${id}`, type: 'custom_tool_call', ...shared, input };
  if (call.kind === 'tool-search') return searchItem(call, `tsc_${id}`);
  return { id: `fc_${id}`, type: 'function_call', status: 'completed', ...shared, arguments: input };
}

function searchItem({ id: callId, input }: ScriptCall, id: string): ResponseToolSearchCall {
  const query: unknown = JSON.parse(input);
  return { id, type: 'tool_search_call', call_id: callId, execution: 'client', status: 'completed', arguments: query };
}

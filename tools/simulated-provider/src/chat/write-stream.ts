import type { ChatCompletionChunk } from 'openai/resources/chat/completions';
import type { Frame, FrameRole } from '../frame.js';
import { tokenPieces } from '../json/token-pieces.js';
import type { Question } from '../question/question.js';
import type { Script, ScriptCall } from '../script/script.js';
import { chatFinishes, chatUsage, tierOf } from './words.js';

/** The delta of a chunk; `reasoning_content` and custom tools are not in the official type. */
type Delta = ChatCompletionChunk.Choice.Delta & { readonly reasoning_content?: string };

/** A streamed Chat answer. */
export function writeChatStream(script: Script, { usageWanted }: Question): readonly Frame[] {
  const reports = usageWanted ? { never: 0, once: 1, twice: 2 }[script.usageReports] : 0;
  const chunk = (role: FrameRole, delta: Delta, finish: ChatCompletionChunk.Choice['finish_reason'] = null): Frame => ({
    role,
    data: JSON.stringify({
      ...head(script),
      choices: [{ index: 0, delta, logprobs: null, finish_reason: finish }],
      ...(usageWanted ? { usage: null } : {}),
    }),
  });
  const refused = script.finish === 'refusal';
  return [
    chunk('open', { role: 'assistant', content: '', refusal: null }),
    ...(script.reasoning?.pieces ?? []).map((piece) => chunk('content', { reasoning_content: piece })),
    ...script.pieces.map((piece) => chunk('content', refused ? { refusal: piece } : { content: piece })),
    ...script.calls.flatMap((call, index) => callDeltas(call, index).map((delta) => chunk('content', delta))),
    chunk('finish', {}, chatFinishes[script.finish]),
    ...Array.from({ length: reports }, () => usageFrame(script)),
    { role: 'terminal', data: '[DONE]' },
  ];
}

function head(script: Script): Omit<ChatCompletionChunk, 'choices'> {
  return {
    id: `chatcmpl-${script.id}`,
    object: 'chat.completion.chunk',
    created: script.createdAtSeconds,
    model: script.model,
    service_tier: tierOf(script),
    system_fingerprint: 'fp_simulated',
  };
}

function usageFrame(script: Script): Frame {
  const chunk: ChatCompletionChunk = { ...head(script), choices: [], usage: chatUsage(script.usage) };
  return { role: 'usage', data: JSON.stringify(chunk) };
}

/** The first delta of a call names it, the others bring its input. */
function callDeltas({ id, kind, name, input }: ScriptCall, index: number): readonly Delta[] {
  const pieces = tokenPieces(input);
  if (kind === 'function') {
    const first: Delta = { tool_calls: [{ index, id, type: 'function', function: { name, arguments: '' } }] };
    return [first, ...pieces.map((piece): Delta => ({ tool_calls: [{ index, function: { arguments: piece } }] }))];
  }
  const custom = (call: object) => ({ tool_calls: [{ index, ...call }] }) as Delta; // the official type has no custom deltas
  return [
    custom({ id, type: 'custom', custom: { name, input: '' } }),
    ...pieces.map((piece) => custom({ custom: { input: piece } })),
  ];
}

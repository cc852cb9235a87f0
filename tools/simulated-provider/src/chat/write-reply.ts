import type { ChatCompletion } from 'openai/resources/chat/completions';
import type { Script } from '../script/script.js';
import { chatCall, chatFinishes, chatUsage, tierOf } from './words.js';

/** Providers that show reasoning in Chat use a field which the official types do not know. */
type Reply = ChatCompletion & { choices: { message: { reasoning_content?: string } }[] };

/** A whole Chat answer. */
export function writeChatReply(script: Script): Reply {
  const text = script.pieces.join('');
  const refused = script.finish === 'refusal';
  const { reasoning, calls } = script;
  return {
    id: `chatcmpl-${script.id}`,
    object: 'chat.completion',
    created: script.createdAtSeconds,
    model: script.model,
    choices: [
      {
        index: 0,
        message: {
          role: 'assistant',
          content: refused || script.pieces.length === 0 ? null : text,
          refusal: refused ? text : null,
          annotations: [],
          ...(reasoning === undefined ? {} : { reasoning_content: reasoning.pieces.join('') }),
          ...(calls.length === 0 ? {} : { tool_calls: calls.map(chatCall) }),
        },
        logprobs: null,
        finish_reason: chatFinishes[script.finish],
      },
    ],
    ...(script.usageReports === 'never' ? {} : { usage: chatUsage(script.usage) }),
    service_tier: tierOf(script),
    system_fingerprint: 'fp_simulated',
  };
}

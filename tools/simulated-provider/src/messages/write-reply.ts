import type { ContentBlock, Message } from '@anthropic-ai/sdk/resources/messages';
import type { Question } from '../question/question.js';
import type { Script } from '../script/script.js';
import { inputOf, messageHead, messagesFinishes, messagesUsage, toolUse } from './words.js';

/** A whole Messages answer; without usage it is not quite a `Message`. */
export function writeMessagesReply(script: Script, question: Question): Omit<Message, 'usage'> & Partial<Message> {
  return {
    ...messageHead(script),
    content: contentOf(script, question),
    stop_reason: messagesFinishes[script.finish],
    stop_sequence: script.stopSequence ?? null,
    ...(script.usageReports === 'never' ? {} : { usage: messagesUsage(script, script.usage.output) }),
  };
}

function contentOf(script: Script, { reasoning: asked }: Question): ContentBlock[] {
  const { reasoning, pieces, calls } = script;
  const thinking = asked?.shown === true ? reasoning?.pieces.join('') : '';
  return [
    ...(reasoning === undefined
      ? []
      : [{ type: 'thinking' as const, thinking: thinking ?? '', signature: reasoning.proof }]),
    ...(pieces.length === 0 ? [] : [{ type: 'text' as const, text: pieces.join(''), citations: null }]),
    ...calls.map((call) => toolUse(call, inputOf(call))),
  ];
}

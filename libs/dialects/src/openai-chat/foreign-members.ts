import { isAbsent, objectOf, type WireObject } from '../json/guards.js';
import type { NeutralEvent } from '../neutral/events.js';
import { isSealed } from './read-reasoning.js';

/** Tells each part of an answer that no other dialect has a place for once, in the order they come. */
export interface ForeignMembers {
  see(chunk: WireObject, choice: WireObject): readonly NeutralEvent[];
  tell(name: string, value: unknown): readonly NeutralEvent[];
}

/** Members of a message or delta that say more than text, calls and thinking. */
const messageMembers = ['audio', 'images'] as const;

/** Nothing told yet. */
export function openForeignMembers(): ForeignMembers {
  const told = new Set<string>();
  const tell = (name: string, value: unknown): readonly NeutralEvent[] => {
    if (told.has(name) || isIdle(value)) return [];
    told.add(name);
    return [{ kind: 'foreign', owner: 'openai-chat', name, value }];
  };
  return {
    tell,
    see: (chunk, choice) => {
      const message = objectOf(choice['delta']);
      return [
        ...(choice['logprobs'] ? tell('logprobs', choice['logprobs']) : []),
        ...messageMembers.flatMap((name) => (message[name] ? tell(name, message[name]) : [])),
        ...(isSealed(message['reasoning_details']) ? tell('reasoning_details', message['reasoning_details']) : []),
        // Perplexity lists the pages it read beside the choices: https://docs.perplexity.ai/api-reference/chat-completions-post
        ...(chunk['citations'] ? tell('citations', chunk['citations']) : []),
      ];
    },
  };
}

function isIdle(value: unknown): boolean {
  return isAbsent(value) || (Array.isArray(value) && value.length === 0);
}

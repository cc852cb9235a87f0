import { totalInputTokens } from '@smart-router/core';
import type { BlockStart } from '../neutral/events.js';
import type { NeutralReply, ReplyBlock } from '../neutral/reply.js';
import { parsedInput, type Told } from './official-readers.laws.js';
import type { PublishedDialect } from './exchanges.laws.js';

/** What a caller of a dialect should learn of a reply: its visible text, refusals included, and its calls. */
export function toldReply({ blocks, tokens }: NeutralReply, caller: PublishedDialect): Told {
  return {
    text: blocks.map(({ start, text }) => (start.kind === 'text' || start.kind === 'refusal' ? text : '')).join(''),
    calls: blocks.flatMap((block) =>
      block.start.kind === 'tool-call' ? [[nameOf(block.start, caller), inputOf(block, caller)] as const] : [],
    ),
    inputTokens: totalInputTokens(tokens) ?? unknownCount(caller),
    outputTokens: tokens.output ?? unknownCount(caller),
  };
}

/** Messages has no word for a count that nobody knows. */
function unknownCount(caller: PublishedDialect): number | undefined {
  return caller === 'anthropic-messages' ? 0 : undefined;
}

/** Only Responses has a field for the namespace; Chat says it in the name, Messages leaves it out. */
function nameOf(start: Extract<BlockStart, { kind: 'tool-call' }>, caller: PublishedDialect): string {
  return start.namespace === undefined || caller !== 'openai-chat' ? start.name : `${start.namespace}__${start.name}`;
}

/** The free text of a custom tool is an argument where there are functions only. */
function inputOf({ start, text }: ReplyBlock, caller: PublishedDialect): unknown {
  if (start.kind !== 'tool-call' || start.form !== 'custom') return parsedInput(text);
  return caller === 'anthropic-messages' ? { input: text } : text;
}

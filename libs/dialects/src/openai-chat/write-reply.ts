import type { WriteContext } from '../dialect.js';
import type { NeutralReply, ReplyBlock } from '../neutral/reply.js';
import { writeFinish } from './finish.js';
import { writeUsage } from './usage.js';
import { calledName, completionId } from './wire.js';

/** A neutral reply → a whole Chat reply. */
export function writeReply(reply: NeutralReply, context: WriteContext): unknown {
  const message = writeMessage(reply.blocks);
  const content = { toolCalls: message.tool_calls !== undefined, refusal: message.refusal !== null };
  const usage = writeUsage(reply.tokens);
  return {
    id: completionId(context.requestId),
    object: 'chat.completion',
    created: context.createdSeconds,
    model: context.model ?? reply.model ?? '',
    choices: [{ index: 0, message, logprobs: null, finish_reason: writeFinish(reply.finish, content) }],
    ...(usage !== undefined && { usage }),
  };
}

interface WrittenMessage {
  readonly role: 'assistant';
  readonly content: string | null;
  readonly refusal: string | null;
  readonly reasoning_content?: string;
  readonly tool_calls?: readonly unknown[];
}

function writeMessage(blocks: readonly ReplyBlock[]): WrittenMessage {
  const reasoning = joined(blocks, 'reasoning');
  const calls = blocks.flatMap((block) => writeCall(block) ?? []);
  return {
    role: 'assistant',
    content: joined(blocks, 'text') || null,
    refusal: joined(blocks, 'refusal') || null,
    ...(reasoning !== '' && { reasoning_content: reasoning }),
    ...(calls.length > 0 && { tool_calls: calls }),
  };
}

function joined(blocks: readonly ReplyBlock[], kind: ReplyBlock['start']['kind']): string {
  return blocks
    .filter(({ start }) => start.kind === kind)
    .map(({ text }) => text)
    .join('');
}

function writeCall({ start, text }: ReplyBlock): unknown {
  if (start.kind !== 'tool-call') return undefined;
  const name = calledName(start);
  if (start.form === 'custom') return { id: start.id, type: 'custom', custom: { name, input: text } };
  return { id: start.id, type: 'function', function: { name, arguments: text || '{}' } };
}

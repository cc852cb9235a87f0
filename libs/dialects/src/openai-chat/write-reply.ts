import type { WriteContext } from '../dialect.js';
import { flatName } from '../flat-tool-names.js';
import type { NeutralAsk } from '../neutral/ask.js';
import type { NeutralReply, ReplyBlock } from '../neutral/reply.js';
import { writeAnnotations } from './annotations.js';
import { writeFinish } from './finish.js';
import { writeUsage } from './usage.js';
import { completionId } from './wire.js';

/** A neutral reply → a whole Chat reply. */
export function writeReply(reply: NeutralReply, context: WriteContext): unknown {
  const message = writeMessage(reply.blocks, context.ask);
  const called = message.tool_calls !== undefined || message.function_call !== undefined;
  const content = { toolCalls: called, refusal: message.refusal !== null };
  const usage = writeUsage(reply.tokens);
  return {
    id: completionId(context.requestId),
    object: 'chat.completion',
    created: context.createdSeconds,
    model: context.model ?? reply.model ?? '',
    choices: [{ index: 0, message, logprobs: null, finish_reason: writeFinish(reply.finish, content, context.ask) }],
    ...(usage !== undefined && { usage }),
  };
}

interface WrittenMessage {
  readonly role: 'assistant';
  readonly content: string | null;
  readonly refusal: string | null;
  readonly annotations?: readonly unknown[];
  readonly reasoning_content?: string;
  readonly function_call?: unknown;
  readonly tool_calls?: readonly unknown[];
}

function writeMessage(blocks: readonly ReplyBlock[], ask: NeutralAsk): WrittenMessage {
  const reasoning = joined(blocks, 'reasoning');
  const annotations = annotationsOf(blocks);
  return {
    role: 'assistant',
    content: joined(blocks, 'text') || null,
    refusal: joined(blocks, 'refusal') || null,
    ...(annotations.length > 0 && { annotations }),
    ...(reasoning !== '' && { reasoning_content: reasoning }),
    ...writeCalls(blocks, ask),
  };
}

/** Texts become one, so the places of their sources move. */
function annotationsOf(blocks: readonly ReplyBlock[]): readonly unknown[] {
  let start = 0;
  return blocks.flatMap((block) => {
    if (block.start.kind !== 'text') return [];
    const written = writeAnnotations(block.citations ?? [], { start, length: block.text.length });
    start += block.text.length;
    return written;
  });
}

function joined(blocks: readonly ReplyBlock[], kind: ReplyBlock['start']['kind']): string {
  return blocks
    .filter(({ start }) => start.kind === kind)
    .map(({ text }) => text)
    .join('');
}

/** A caller of before `tools` reads one call; should a model make more, they are not hidden. */
function writeCalls(
  blocks: readonly ReplyBlock[],
  ask: NeutralAsk,
): Pick<WrittenMessage, 'function_call' | 'tool_calls'> {
  const calls = blocks.filter(({ start }) => start.kind === 'tool-call');
  const [first, ...more] = calls;
  if (ask.legacyCalls !== true || first?.start.kind !== 'tool-call') return writeToolCalls(calls);
  return {
    function_call: { name: flatName(first.start), arguments: first.text || '{}' },
    ...writeToolCalls(more),
  };
}

function writeToolCalls(calls: readonly ReplyBlock[]): Pick<WrittenMessage, 'tool_calls'> {
  return calls.length === 0 ? {} : { tool_calls: calls.flatMap((call) => writeCall(call) ?? []) };
}

function writeCall({ start, text }: ReplyBlock): unknown {
  if (start.kind !== 'tool-call') return undefined;
  const name = flatName(start);
  if (start.form === 'custom') return { id: start.id, type: 'custom', custom: { name, input: text } };
  return { id: start.id, type: 'function', function: { name, arguments: text || '{}' } };
}

import type { TokenCounts } from '@smart-router/core';
import type { WriteContext } from '../dialect.js';
import type { WireObject } from '../json/guards.js';
import type { NeutralReply } from '../neutral/reply.js';
import { writeStopDetails, writeStopReason } from './finish.js';
import { writeUsage } from './usage.js';
import { writeBlock } from './write-blocks.js';

/** A whole reply as a message. */
export function writeReply(reply: NeutralReply, context: WriteContext): WireObject {
  const kinds = reply.blocks.map(({ start }) => start.kind);
  const parts = { calls: kinds.includes('tool-call'), refusal: kinds.includes('refusal') };
  const stopReason = writeStopReason(reply.finish ?? 'unknown', parts);
  return {
    ...writeMessage(context, reply),
    content: reply.blocks.flatMap((block, index) => writeBlock(block, placeOf(context, index))),
    stop_reason: stopReason,
    stop_sequence: reply.stopSequence ?? null,
    stop_details: writeStopDetails(stopReason),
    usage: writeUsage(reply.tokens, kinds.filter((kind) => kind === 'web-search').length),
  };
}

/** A name for a block that no other block has, of this or any other answer. */
export function placeOf(context: WriteContext, index: number): string {
  return `${context.requestId}/${index}`;
}

/** What an empty message says of itself. */
export interface MessageHead {
  readonly model: string | undefined;
  readonly tokens: TokenCounts;
}

/** A message that has not been filled yet, as `message_start` shows it. */
export function writeMessage(context: WriteContext, head: MessageHead): WireObject {
  return {
    id: `msg_${context.requestId.replace(/^req_/, '')}`,
    type: 'message',
    role: 'assistant',
    model: context.model ?? head.model ?? '',
    content: [],
    stop_reason: null,
    stop_sequence: null,
    stop_details: null,
    container: null,
    diagnostics: null,
    usage: writeUsage(head.tokens),
  };
}

import type { WriteContext } from '../dialect.js';
import type { NeutralReply } from '../neutral/reply.js';
import { writeFinish, type AnswerContent } from './finish.js';
import { idsOf } from './ids.js';
import { responseHead, responseProgress } from './response-object.js';
import { itemId, writeItem } from './write-items.js';

/** A neutral reply → a whole response. */
export function writeReply(reply: NeutralReply, context: WriteContext): unknown {
  const finish = writeFinish(reply.finish, contentOf(reply));
  const ids = idsOf(context.requestId);
  const last = reply.blocks.length - 1;
  const output = reply.blocks.map((block, index) =>
    writeItem({
      ...block,
      id: itemId(block.start, index, ids),
      // The answer broke off in its last item.
      status: index === last ? finish.status : 'completed',
    }),
  );
  const progress = responseProgress({ ...finish, output, tokens: reply.tokens });
  return { ...responseHead(context, reply.model), ...progress };
}

function contentOf({ blocks }: NeutralReply): AnswerContent {
  return {
    toolCalls: blocks.some(({ start }) => start.kind === 'tool-call'),
    refusal: blocks.some(({ start }) => start.kind === 'refusal'),
  };
}

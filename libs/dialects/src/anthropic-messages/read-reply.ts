import type { TokenCounts } from '@smart-router/core';
import type { Outcome, ReadContext } from '../dialect.js';
import { arrayOf, filledString, objectOf, type WireObject } from '../json/guards.js';
import type { JsonText } from '../json/json-text.js';
import type { FinishReason, NeutralEvent } from '../neutral/events.js';
import { sequenceBlocks } from '../neutral/sequence.js';
import { withState } from '../outcome.js';
import { brokenStream, faultIn } from './errors.js';
import { readStopReason } from './finish.js';
import { foreignMembers } from './foreign-members.js';
import { issuedByBlock, issuedByHolder } from './issued-state.js';
import { openBlocks, type BlockReading } from './read-blocks.js';
import { readUsage } from './usage.js';
import { itemsOf, memberOf, nodeOf } from './wire-node.js';

/** Events of a whole reply, as its stream would give them. */
export function readReply(body: JsonText, context: ReadContext): readonly NeutralEvent[] {
  const message = objectOf(body.value);
  if (!Array.isArray(message['content'])) return [{ kind: 'fault', fault: faultIn(message) ?? noContent }];
  const blocks = openBlocks(context);
  const sequence = sequenceBlocks();
  const content = itemsOf(memberOf(nodeOf(body), 'content')).flatMap((block, index) => [
    ...blocks.start(index, block),
    ...blocks.stop(index),
  ]);
  const events = [...content, ...blocks.end(), ...foreignMembers(message)];
  const finish = finishEvent(message, blocks);
  return [
    { kind: 'begin', id: filledString(message['id']), model: filledString(message['model']) },
    ...events.flatMap((event) => sequence.push(event)),
    ...usageEvents(readUsage(message['usage'])),
    ...(finish === undefined ? [] : [finish]),
  ];
}

/** Usage and finish of a whole reply. */
export function readOutcome(body: JsonText): Outcome {
  const message = objectOf(body.value);
  const finish = readStopReason(message['stop_reason']);
  const fault = Array.isArray(message['content']) ? undefined : (faultIn(message) ?? noContent);
  const outcome: Outcome = {
    id: filledString(message['id']),
    model: filledString(message['model']),
    finish,
    tokens: readUsage(message['usage']),
    fault,
    complete: finish !== undefined && fault === undefined,
    state: undefined,
    billing: undefined,
  };
  const blocks = arrayOf(message['content']).flatMap((block) => issuedByBlock(objectOf(block)));
  return withState(outcome, [...issuedByHolder(message), ...blocks]);
}

/** The finish a message or its last delta tells; a tool finish needs a call that was emitted. */
export function finishEvent(holder: WireObject, { calls }: BlockReading): NeutralEvent | undefined {
  const said = readStopReason(holder['stop_reason']);
  if (said === undefined) return undefined;
  const reason: FinishReason = said === 'tool-calls' && !calls ? 'stop' : said;
  const stopSequence = filledString(holder['stop_sequence']);
  return { kind: 'finish', reason, ...(stopSequence !== undefined && { stopSequence }) };
}

/** Counts that say nothing are no usage. */
export function usageEvents(tokens: TokenCounts): readonly NeutralEvent[] {
  return Object.keys(tokens).length === 0 ? [] : [{ kind: 'usage', tokens }];
}

const noContent = brokenStream('invalid-reply', 'the reply of the provider has no array `content`');

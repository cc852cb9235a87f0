import { appendAll } from '../append-all.js';
import type { Citation, NeutralEvent } from './events.js';
import type { NeutralReply, ReplyBlock } from './reply.js';

type Changing<Value> = { -readonly [Key in keyof Value]: Value[Key] };

interface Folding extends Changing<Omit<NeutralReply, 'blocks'>> {
  readonly blocks: { readonly block: Changing<ReplyBlock>; readonly texts: string[]; readonly citations: Citation[] }[];
}

/** A whole reply out of its events. Foreign events are left out; a block that never ended is kept as far as it came. */
export function foldEvents(events: readonly NeutralEvent[]): NeutralReply {
  const folding: Folding = {
    id: undefined,
    model: undefined,
    blocks: [],
    tokens: {},
    finish: undefined,
    stopSequence: undefined,
    fault: undefined,
  };
  for (const event of events) foldOne(folding, event);
  return {
    ...folding,
    blocks: folding.blocks.map(({ block, texts, citations }) => ({
      ...block,
      text: texts.join(''),
      ...(citations.length > 0 && { citations }),
    })),
  };
}

/** The events of a whole reply, in the order its stream would give them. */
export function unfoldReply(reply: NeutralReply): readonly NeutralEvent[] {
  const events: NeutralEvent[] = [{ kind: 'begin', id: reply.id, model: reply.model }];
  for (const [index, block] of reply.blocks.entries()) appendAll(events, unfoldBlock(block, index));
  if (Object.keys(reply.tokens).length > 0) events.push({ kind: 'usage', tokens: reply.tokens });
  if (reply.finish !== undefined) {
    const stop = reply.stopSequence === undefined ? {} : { stopSequence: reply.stopSequence };
    events.push({ kind: 'finish', reason: reply.finish, ...stop });
  }
  if (reply.fault !== undefined) events.push({ kind: 'fault', fault: reply.fault });
  return events;
}

function unfoldBlock(block: ReplyBlock, index: number): readonly NeutralEvent[] {
  return [
    { kind: 'block-start', index, block: block.start },
    ...(block.text === '' ? [] : [{ kind: 'block-delta', index, text: block.text } as const]),
    ...(block.citations ?? []).map((citation) => ({ kind: 'citation', index, citation }) as const),
    { kind: 'block-end', index, ...(block.proof && { proof: block.proof }) },
  ];
}

function foldOne(folding: Folding, event: NeutralEvent): void {
  switch (event.kind) {
    case 'begin':
      folding.id = event.id;
      folding.model = event.model;
      return;
    case 'block-start':
      folding.blocks.push({ block: { start: event.block, text: '', proof: undefined }, texts: [], citations: [] });
      return;
    case 'block-delta':
      folding.blocks[event.index]?.texts.push(event.text);
      return;
    case 'citation':
      folding.blocks[event.index]?.citations.push(event.citation);
      return;
    case 'block-end':
      endBlock(folding, event);
      return;
    case 'usage':
      folding.tokens = event.tokens;
      return;
    case 'finish':
      folding.finish = event.reason;
      folding.stopSequence = event.stopSequence;
      return;
    case 'fault':
      folding.fault = event.fault;
      return;
    case 'foreign':
      return;
  }
}

function endBlock(folding: Folding, event: Extract<NeutralEvent, { readonly kind: 'block-end' }>): void {
  const ended = folding.blocks[event.index];
  if (ended !== undefined) ended.block.proof = event.proof;
}

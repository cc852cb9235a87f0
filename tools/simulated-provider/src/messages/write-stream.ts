import type {
  RawContentBlockDelta,
  RawContentBlockStartEvent,
  RawMessageStreamEvent,
} from '@anthropic-ai/sdk/resources/messages';
import { namedFrame, type Frame, type FrameRole } from '../frame.js';
import { tokenPieces } from '../json/token-pieces.js';
import type { Question } from '../question/question.js';
import type { Script } from '../script/script.js';
import { deltaUsage, messageHead, messagesFinishes, messagesUsage, toolUse } from './words.js';

/** A content block: how it starts, and its deltas. */
interface StreamedBlock {
  readonly start: RawContentBlockStartEvent['content_block'];
  readonly deltas: readonly RawContentBlockDelta[];
}

const frame = (role: FrameRole, event: RawMessageStreamEvent) => namedFrame(role, event);

/** A streamed Messages answer. */
export function writeMessagesStream(script: Script, question: Question): readonly Frame[] {
  return [
    startFrame(script),
    namedFrame('open', { type: 'ping' }),
    ...blocksOf(script, question).flatMap(blockFrames),
    ...endFrames(script),
    frame('terminal', { type: 'message_stop' }),
  ];
}

function startFrame(script: Script): Frame {
  const message = { ...messageHead(script), content: [], stop_reason: null, usage: messagesUsage(script, 1) };
  if (script.usageReports !== 'never') return frame('open', { type: 'message_start', message });
  return namedFrame('open', { type: 'message_start', ...{ message: { ...message, usage: undefined } } });
}

function endFrames(script: Script): readonly Frame[] {
  const delta = {
    stop_reason: messagesFinishes[script.finish],
    stop_sequence: script.stopSequence ?? null,
    container: null,
    stop_details: null,
  };
  if (script.usageReports === 'never') return [namedFrame('finish', { type: 'message_delta', ...{ delta } })];
  const end = frame('finish', { type: 'message_delta', delta, usage: deltaUsage(script.usage, script.usage.output) });
  return script.usageReports === 'twice' ? [end, { ...end, role: 'usage' }] : [end];
}

function blocksOf({ reasoning, pieces, calls }: Script, { reasoning: asked }: Question): readonly StreamedBlock[] {
  const thinking = asked?.shown === true ? (reasoning?.pieces ?? []) : [];
  const proof = reasoning?.proof ?? '';
  return [
    ...(reasoning === undefined ? [] : [thinkingBlock(thinking, proof)]),
    ...(pieces.length === 0 ? [] : [textBlock(pieces)]),
    ...calls.map((call) => ({ start: toolUse(call, {}), deltas: inputDeltas(call.input) })),
  ];
}

function thinkingBlock(pieces: readonly string[], signature: string): StreamedBlock {
  return {
    start: { type: 'thinking', thinking: '', signature: '' },
    deltas: [
      ...pieces.map((thinking) => ({ type: 'thinking_delta' as const, thinking, estimated_tokens: null })),
      { type: 'signature_delta', signature },
    ],
  };
}

function textBlock(pieces: readonly string[]): StreamedBlock {
  return {
    start: { type: 'text', text: '', citations: null },
    deltas: pieces.map((text) => ({ type: 'text_delta', text })),
  };
}

/** The first delta is empty, as it is on the real wire. */
const inputDeltas = (input: string): readonly RawContentBlockDelta[] =>
  ['', ...tokenPieces(input)].map((piece) => ({ type: 'input_json_delta', partial_json: piece }));

function blockFrames({ start, deltas }: StreamedBlock, index: number): readonly Frame[] {
  return [
    frame('part', { type: 'content_block_start', index, content_block: start }),
    ...deltas.map((delta) => frame('content', { type: 'content_block_delta', index, delta })),
    frame('part', { type: 'content_block_stop', index }),
  ];
}

import type { DialectName } from '@smart-router/core';
import { ableCapabilities, valueOf } from '../generated.laws.js';
import { joinBytes } from '../join-bytes.js';
import type { LaneTarget, Piece, PreparedLane } from '../lane.js';
import { prepareLane } from '../lanes.js';
import { parseAsk } from '../parse-ask.js';

/** A smallest streaming ask of each dialect. */
export const smallestAsks: Readonly<Record<DialectName, object>> = {
  'openai-chat': {
    model: 'group',
    messages: [{ role: 'user', content: 'hello' }],
    stream: true,
    stream_options: { include_usage: true },
  },
  'openai-responses': { model: 'group', input: 'hello', stream: true, store: false },
  'anthropic-messages': {
    model: 'group',
    messages: [{ role: 'user', content: 'hello' }],
    max_tokens: 100,
    stream: true,
  },
};

/** A target that can do everything. */
export function ableTarget(dialect: DialectName): LaneTarget {
  return {
    dialect,
    model: 'target-model',
    issuer: 'issuer',
    capabilities: ableCapabilities,
    defaultMaxTokens: 4096,
    strict: false,
    requestId: `req_${'0'.repeat(31)}1`,
    showModel: undefined,
    createdSeconds: 1_700_000_000,
  };
}

/** The lane of a smallest ask. */
export function openLane(from: DialectName, to: DialectName): PreparedLane {
  const ask = parseAsk(from, new TextEncoder().encode(JSON.stringify(smallestAsks[from])), { maxDepth: 64 });
  return valueOf(prepareLane(valueOf(ask), ableTarget(to)));
}

/** The bytes of pieces, one after the other. */
export function joined(pieces: readonly Piece[]): Uint8Array {
  return joinBytes(pieces.map(({ bytes }) => bytes));
}

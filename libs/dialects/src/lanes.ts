import type { DialectName, Result } from '@smart-router/core';
import { anthropicMessages } from './anthropic-messages/index.js';
import type { Ask } from './ask.js';
import type { Lane, LaneTarget, PreparedLane } from './lane.js';
import { openaiChat } from './openai-chat/index.js';
import { openaiResponses } from './openai-responses/index.js';
import { sameLane } from './same-lane.js';
import { translatedLane } from './translated-lane.js';

/** Every way from a caller's dialect to a target's; a pair that deserves better gets a row of its own. */
export const lanes: readonly Lane[] = [
  sameLane(openaiChat),
  sameLane(openaiResponses),
  sameLane(anthropicMessages),
  translatedLane(openaiChat, openaiResponses),
  translatedLane(openaiChat, anthropicMessages),
  translatedLane(openaiResponses, openaiChat),
  translatedLane(openaiResponses, anthropicMessages),
  translatedLane(anthropicMessages, openaiChat),
  translatedLane(anthropicMessages, openaiResponses),
];

/** The lane between two dialects. */
export function laneFor(from: DialectName, to: DialectName): Lane {
  const lane = lanes.find((row) => row.from === from && row.to === to);
  if (lane === undefined) throw new Error(`lanes should have a row from ${from} to ${to}`);
  return lane;
}

/** Translates an ask for one attempt at a target, and prepares to translate the answer back. */
export function prepareLane(ask: Ask, target: LaneTarget): Result<PreparedLane> {
  return laneFor(ask.dialect, target.dialect).prepare(ask, target);
}

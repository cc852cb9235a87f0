import { tokenPieces } from '../json/token-pieces.js';
import type { Question } from '../question/question.js';
import { chooseCalls } from './choose-calls.js';
import { composeText } from './compose-text.js';
import { readMarkers, type Markers } from './markers.js';
import { issueItemId, issueProof } from './proof.js';
import type { Finish, Script, ScriptCall, ScriptUsage } from './script.js';

/** What a script depends on besides the question. */
export interface ScriptSettings {
  readonly id: string;
  readonly createdAtSeconds: number;
  /** The number of text tokens, when the model name says so. */
  readonly tokens: number | undefined;
  /** Who seals the reasoning. */
  readonly issuer: string;
}

/** Decides the whole answer, once. */
export function makeScript(question: Question, settings: ScriptSettings): Script {
  const markers = readMarkers(question.prompt);
  const calls = chooseCalls(question, markers, settings.id);
  const reasoning = question.reasoning === undefined ? undefined : reason(question, settings);
  const silent = calls.length > 0 && markers.say === undefined;
  const text = silent
    ? whole([])
    : endText(composeText(question, markers, settings.tokens), question, reasoning?.pieces.length ?? 0);
  return {
    id: settings.id,
    model: question.model,
    createdAtSeconds: settings.createdAtSeconds,
    reasoning,
    pieces: text.pieces,
    calls: text.finish === 'length' ? [] : calls,
    finish: calls.length > 0 && text.finish === 'stop' ? 'calls' : text.finish,
    stopSequence: text.stopSequence,
    usage: countUsage(question, markers, [reasoning?.pieces ?? [], text.pieces, calls]),
    usageReports: 'once',
    serviceTier: markers.tier,
  };
}

function reason(question: Question, { id, issuer }: ScriptSettings): NonNullable<Script['reasoning']> {
  const words = `The question has ${question.prompt.length} characters, so a short answer will do.`;
  const sealer = { issuer, dialect: question.dialect };
  return { pieces: tokenPieces(words), proof: issueProof(sealer, id), itemId: issueItemId(sealer, id) };
}

interface EndedText {
  readonly pieces: readonly string[];
  readonly finish: Finish;
  readonly stopSequence: string | undefined;
}

/** Ends a text at the first stop sequence, and at the cap. Reasoning counts against the cap. */
function endText(pieces: readonly string[], { stop, maxTokens }: Question, reasoningTokens: number): EndedText {
  const text = pieces.join('');
  const found = stop.filter((sequence) => sequence !== '' && text.includes(sequence));
  const [stopSequence] = found.sort((left, right) => text.indexOf(left) - text.indexOf(right));
  const kept = stopSequence === undefined ? pieces : tokenPieces(text.slice(0, text.indexOf(stopSequence)));
  const room = maxTokens === undefined ? kept.length : Math.max(0, maxTokens - reasoningTokens);
  if (room < kept.length) return { pieces: kept.slice(0, room), finish: 'length', stopSequence: undefined };
  return stopSequence === undefined ? whole(kept) : { pieces: kept, finish: 'stop-sequence', stopSequence };
}

const whole = (pieces: readonly string[]): EndedText => ({ pieces, finish: 'stop', stopSequence: undefined });

type Parts = readonly [reasoning: readonly string[], text: readonly string[], calls: readonly ScriptCall[]];

function countUsage({ inputTokens }: Question, markers: Markers, [reasoning, text, calls]: Parts): ScriptUsage {
  if (markers.usage !== undefined) return { ...markers.usage, chargedUsd: markers.chargeUsd };
  const cached = Math.min(markers.cached, inputTokens - 1);
  const cacheWritten = Math.min(markers.cacheWritten, inputTokens - 1 - cached);
  const called = calls.reduce((sum, call) => sum + 1 + tokenPieces(call.input).length, 0);
  return {
    input: inputTokens - cached - cacheWritten,
    cached,
    cacheWritten,
    output: Math.max(1, reasoning.length + text.length + called),
    reasoning: reasoning.length,
    chargedUsd: markers.chargeUsd,
  };
}

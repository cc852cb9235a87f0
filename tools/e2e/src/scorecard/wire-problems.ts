import { flawOfStream } from '@smart-router/dialects/stream-grammar';
import { isSdkError, type SdkVerdict } from '../ask-sdk.js';
import type { LaneDialect } from '../lane-config.js';
import { simulatorKey, type UsageRow } from '../start-stack.js';
import { isSameLane } from './expectations.js';
import type { Cell } from './scenario.js';

/** The bytes that end a stream well. */
const terminals: Readonly<Record<LaneDialect, RegExp>> = {
  'openai-chat': /^data: \[DONE\]$/m,
  'openai-responses': /^event: response\.(?:completed|incomplete)$/m,
  'anthropic-messages': /^event: message_stop$/m,
};

/** Names the ones of these checks that do not hold. */
export function checks(list: readonly (readonly [problem: string, holds: boolean])[]): readonly string[] {
  return list.flatMap(([problem, holds]) => (holds ? [] : [problem]));
}

/** Never a broken answer that looks whole, never a fault in another dialect's words, and never a 401 for our own trouble. */
export function wireProblems(cell: Cell, verdict: SdkVerdict, row: UsageRow): readonly string[] {
  const { wire, answer, error, status, headers } = verdict;
  const terminal = terminals[cell.caller].test(wire);
  const ownWords = row['error_class'] === 'caller_fault' && isSameLane(cell);
  if (isPassedOn(cell, verdict, row)) return checks([['our key', !wire.includes(simulatorKey)]]);
  return checks([
    ['neither an answer nor an error of the SDK', answer !== undefined || isSdkError(error) || isErrorEvent(error)],
    ['a 401 or 403', status !== 401 && status !== 403],
    ['an answer without a text', answer === undefined || answer.text.length > 0],
    ['a stream without its end', answer === undefined || !cell.stream || terminal],
    ['an error behind an end that means success', answer !== undefined || !terminal],
    ['an end that comes twice', isEndedOnce(cell, wire)],
    ['an error that is not named', answer !== undefined || ownWords || isNamed(wire, row)],
    ['an envelope of another dialect', answer !== undefined || status === 200 || isEnvelope(cell.caller, wire)],
    [
      'an error without advice on retries',
      answer !== undefined || status === 200 || headers?.has('x-should-retry') === true,
    ],
    [`a stream out of order (${String(flawOf(cell, verdict))})`, flawOf(cell, verdict) === undefined],
    ['our key', !wire.includes(simulatorKey)],
    ['not a word of the reason', cell.scenario.says?.test(wire) !== false],
    ['a prefill error', !/message prefill|must end with a user/i.test(wire)],
  ]);
}

/** Bytes the SDK cannot read, which between equal dialects are the provider's own. */
export function isPassedOn(cell: Cell, { answer }: SdkVerdict, row: UsageRow | undefined): boolean {
  return isSameLane(cell) && answer === undefined && row?.['status'] === 200;
}

function isEndedOnce(cell: Cell, wire: string): boolean {
  return (cell.scenario.endsTwice && isSameLane(cell)) || wire.split(terminals[cell.caller]).length <= 2;
}

/** What is wrong with the order of the events that came, by the published protocol; equal dialects get their provider's own. */
function flawOf(cell: Cell, { wire, status }: SdkVerdict): string | undefined {
  const { endsTwice, manner } = cell.scenario;
  const isCut = manner === 'reads-bytes' || manner === 'reads-slowly';
  if (!cell.stream || isCut || status !== 200 || (endsTwice && isSameLane(cell))) return undefined;
  return flawOfStream(cell.caller, wire, isSameLane(cell) ? 'provider' : 'router');
}

/** Responses ends a broken stream with a failed response, whose codes are a list of its own. */
function isNamed(wire: string, row: UsageRow): boolean {
  return (
    wire.includes(`"type":"${String(row['error_type'])}"`) ||
    /^event: response\.failed$/m.test(wire.replaceAll('\r', ''))
  );
}

/** The Responses SDK rejects with the error event itself. */
function isErrorEvent(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'type' in error && error.type === 'error';
}

function isEnvelope(dialect: LaneDialect, wire: string): boolean {
  const body = JSON.parse(wire) as { type?: string; error?: { type?: string; message?: string } }; // an error body has these or fails
  const isAnthropic = body.type === 'error';
  return isAnthropic === (dialect === 'anthropic-messages') && typeof body.error?.message === 'string';
}

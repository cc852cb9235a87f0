import { flawOfStream } from '@smart-router/dialects/stream-grammar';
import { askSdk, isSdkError, type SdkVerdict } from './ask-sdk.js';
import { casesOf, expectedOf, faultRows, isSameLane } from './fault-cases.js';
import { faultConfig, faultyModel, healthyModel, type FaultCase } from './fault-config.js';
import type { LaneDialect } from './lane-config.js';
import { startStackWith, type Stack, type UsageRow } from './start-stack.js';

let stack: Stack;
/** The groups asked so far. */
const played: string[] = [];

beforeAll(async () => {
  const cases = faultRows.flatMap(casesOf);
  stack = await startStackWith((places) => faultConfig({ ...places, cases }));
}, 60_000);
afterAll(() => stack.close());

/** The bytes that end a stream well. */
const terminals: Readonly<Record<LaneDialect, RegExp>> = {
  'openai-chat': /^data: \[DONE\]$/m,
  'openai-responses': /^event: response\.(?:completed|incomplete)$/m,
  'anthropic-messages': /^event: message_stop$/m,
};

describe('a provider that does', () => {
  it.each(faultRows.map((row) => [row.fault, row] as const))('%s', async (_name, row) => {
    const cases = casesOf(row);
    const happened = await Promise.all(cases.map(async (fault) => [fault.name, await inTime(happen(fault))] as const));
    const expected = cases.map((fault) => [fault.name, expectedOf(row, fault)] as const);
    expect(Object.fromEntries(happened)).toEqual(Object.fromEntries(expected));
  });
});

it('and after all of that, every request has one row', async () => {
  const rows = await stack.usageRows(played.length);
  expect(rows.map((row) => row['resolved_group']).sort()).toEqual(played.sort());
});

/** Much longer than any limit and pause of these cases, since they all run at once. */
const patienceMs = 25_000;

function inTime(story: Promise<string>): Promise<string> {
  const hang = new Promise<string>((resolve) => setTimeout(resolve, patienceMs, 'no end').unref());
  return Promise.race([story, hang]);
}

/** Plays a case and tells what happened in the words of the table. */
async function happen(fault: FaultCase): Promise<string> {
  played.push(fault.name);
  const address = { url: stack.gateway.url, token: stack.token };
  const question = { model: fault.name, stream: fault.stream, text: 'Hello' };
  const verdict = await askSdk(address, fault.callerDialect, question);
  const row = await stack.usageRow(fault.name);
  return `${answerOf(fault, verdict, row)}; asked ${asked(faultyModel(fault))}+${asked(healthyModel(fault))}`;
}

const asked = (model: string): number => stack.provider.requests().filter((seen) => seen.model === model).length;

function answerOf(fault: FaultCase, verdict: SdkVerdict, row: UsageRow): string {
  if (row['status'] === 200 && verdict.answer === undefined && isSameLane(fault)) return 'passed on';
  const problems = [...wireProblems(fault, verdict, row), ...rowProblems(fault, verdict, row)].join(', ');
  if (problems !== '') return `${problems}: ${verdict.wire.slice(-300)}`;
  if (verdict.answer !== undefined)
    return `answered by ${row['target'] === `${fault.name}-faulty/simulated` ? 'faulty' : 'healthy'}`;
  const began = verdict.status === 200 ? 'broken' : String(verdict.status);
  return `${began} ${String(row['error_type'])} ${String(row['error_class'])}`;
}

/** Never a broken answer that looks whole, and never a fault in another dialect's words. */
function wireProblems(fault: FaultCase, verdict: SdkVerdict, row: UsageRow): readonly string[] {
  const { wire, answer, error, status, headers } = verdict;
  const terminal = terminals[fault.callerDialect].test(wire);
  const ownWords = row['error_class'] === 'caller_fault' && isSameLane(fault);
  return checks([
    ['neither an answer nor an error of the SDK', answer !== undefined || isSdkError(error) || isErrorEvent(error)],
    ['an answer without a text', answer === undefined || answer.text.length > 0],
    ['a stream without its end', answer === undefined || !fault.stream || terminal],
    ['an error behind an end that means success', answer !== undefined || !terminal],
    [
      'an end that comes twice',
      fault.fault === 'duplicate-terminal' || wire.split(terminals[fault.callerDialect]).length <= 2,
    ],
    ['an error that is not named', answer !== undefined || ownWords || isNamed(wire, String(row['error_type']))],
    ['an envelope of another dialect', answer !== undefined || status === 200 || isEnvelope(fault.callerDialect, wire)],
    [
      'an error without advice on retries',
      answer !== undefined || status === 200 || headers?.has('x-should-retry') === true,
    ],
    [`a stream out of order (${String(flawOf(fault, verdict))})`, flawOf(fault, verdict) === undefined],
    ['words of a prior attempt', !/simulated-upstream-key/.test(wire)],
  ]);
}

/** What is wrong with the order of the events that came, by the published protocol; equal dialects get their provider's own. */
function flawOf(fault: FaultCase, { wire, status }: SdkVerdict): string | undefined {
  if (!fault.stream || status !== 200 || (isSameLane(fault) && fault.fault === 'duplicate-terminal')) return undefined;
  return flawOfStream(fault.callerDialect, wire, isSameLane(fault) ? 'provider' : 'router');
}

/** Responses ends a broken stream with a failed response, whose codes are a list of its own. */
function isNamed(wire: string, errorType: string): boolean {
  return wire.includes(`"type":"${errorType}"`) || /^event: response\.failed$/m.test(wire.replaceAll('\r', ''));
}

/** The Responses SDK rejects with the error event itself. */
function isErrorEvent(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'type' in error && error.type === 'error';
}

function isEnvelope(dialect: LaneDialect, wire: string): boolean {
  const body = JSON.parse(wire) as { type?: string; error?: { type?: string; message?: string; code?: unknown } };
  const isAnthropic = body.type === 'error';
  return isAnthropic === (dialect === 'anthropic-messages') && typeof body.error?.message === 'string';
}

/** The row agrees with the answer and with what the provider saw. */
function rowProblems(fault: FaultCase, verdict: SdkVerdict, row: UsageRow): readonly string[] {
  const attempts = asked(faultyModel(fault)) + asked(healthyModel(fault));
  const served = verdict.answer !== undefined;
  return checks([
    [
      `a row with status ${String(row['status'])}`,
      row['status'] === (served ? 200 : verdict.status) || verdict.status === 200,
    ],
    ['a row of another kind', (row['error_type'] === null) === served && (row['status'] === 200) === served],
    [`${String(row['attempt_count'])} of ${attempts} attempts counted`, Number(row['attempt_count']) === attempts],
    [`${String(row['attempt_rows'])} of ${attempts} attempts listed`, row['attempt_rows'] === attempts],
    ['an attempt inside Retry-After', fault.fault !== '429-hint-once' || pauseBetween(fault) >= hintMs],
    ['tokens the answer does not report', !served || agree(row['output_tokens'], verdict.answer?.outputTokens)],
    [`cost ${String(row['cost_nano_usd'])}`, served === Number(row['cost_nano_usd']) > 0 || verdict.status === 200],
    [
      `a ${String(row['cost_basis'])} cost`,
      (row['cost_basis'] === 'estimated') === (fault.fault === 'usage-never') || !served,
    ],
    ['a wrong word on fallback', row['fallback_used'] === (asked(healthyModel(fault)) > 0 && served)],
  ]);
}

/** Usage a provider never told is unknown to the row, whatever a translation says to the caller. */
function agree(stored: unknown, told: number | undefined): boolean {
  return stored === null || Number(stored) === told;
}

/** The hint of `429-hint-once`. */
const hintMs = 2000;

/** Milliseconds between the two requests of a target; without a second one, for ever. */
function pauseBetween(fault: FaultCase): number {
  const [first, second] = stack.provider.requests().filter((seen) => seen.model === faultyModel(fault));
  return first === undefined || second === undefined ? Infinity : second.atMs - first.atMs;
}

function checks(list: readonly (readonly [problem: string, holds: boolean])[]): readonly string[] {
  return list.flatMap(([problem, holds]) => (holds ? [] : [problem]));
}

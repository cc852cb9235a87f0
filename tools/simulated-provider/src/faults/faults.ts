import { gzipSync } from 'node:zlib';
import type { Frame } from '../wire-dialect.js';
import { sendAll, throughToken, type Act, type FaultInput, type FaultRule, type Step } from './act.js';
import { errorWords } from './error-words.js';

const ever = 3_600_000;

/** Every fault by the name behind `sim-`. The numbers are those of the failure table in the docs. */
export const faults: Readonly<Record<string, FaultRule>> = {
  ok: () => undefined,
  /** 1 */ '429-hint-once': once({ kind: 'error', words: errorWords.rateLimited, headers: { 'retry-after': '2' } }),
  /** 2 */ '429-lasting': always({ kind: 'error', words: errorWords.rateLimited }),
  /** 3 */ '500-once': once({ kind: 'error', words: errorWords.serverError }),
  /** 4 */ '503-lasting': always({ kind: 'error', words: errorWords.unavailable }),
  /** 5 */ reset: always({ kind: 'reset' }),
  'reset-once': once({ kind: 'reset' }),
  /** 6 */ silence: always({ kind: 'silence' }),
  /** 7 */ 'first-token-late': (input) =>
    steps([...sendAll(startOf(input)), { kind: 'wait', ms: 20_000 }, ...sendAll(restOf(input))]),
  /** 8 */ 'die-mid-stream': (input) => steps([...sendAll(firstTokens(input, 40)), { kind: 'cut' }]),
  /** 9 */ 'stall-mid-stream': (input) =>
    steps([...sendAll(firstTokens(input, 20)), { kind: 'wait', ms: 30_000 }, { kind: 'cut' }]),
  /** 10 */ 'bad-event': (input) => steps(withBadEvent(input)),
  /** 11 */ 'no-terminal': (input) => steps(sendAll(input.stream ? withoutTerminal(input) : input.frames)),
  /** 12 */ 'context-length': always({ kind: 'error', words: errorWords.contextLength }),
  /** 13 */ 'content-policy': always({ kind: 'error', words: errorWords.contentPolicy }),
  /** 14 */ 'reject-prefill': (input) =>
    input.endsWithAssistant ? { kind: 'error', words: errorWords.noPrefill } : undefined,
  /** 15 */ '503-for-60s': (input) =>
    input.sinceFirstMs < 60_000 ? { kind: 'error', words: errorWords.unavailable } : undefined,
  /** 16 is 503-lasting beside a healthy fallback. */
  '401': always({ kind: 'error', words: errorWords.badKey }),
  '402': always({ kind: 'error', words: errorWords.paymentRequired }),
  'no-quota': always({ kind: 'error', words: errorWords.noQuota }),
  '403': always({ kind: 'error', words: errorWords.forbidden }),
  '404-model': always({ kind: 'error', words: errorWords.unknownModel }),
  '500-lasting': always({ kind: 'error', words: errorWords.serverError }),
  '529': always({ kind: 'error', words: errorWords.overloaded }),
  'error-first-event': (input) =>
    input.stream
      ? steps(sendAll([input.streamError(errorWords.overloaded)]))
      : { kind: 'error', words: errorWords.overloaded },
  'error-mid-stream': (input) =>
    steps([...sendAll(firstTokens(input, 2)), ...sendAll([input.streamError(errorWords.overloaded)])]),
  'usage-never': (input) => steps(sendAll(input.frames.map(withoutUsage))),
  'usage-twice': (input) =>
    steps(sendAll(input.frames.flatMap((frame) => (hasUsage(frame) && input.stream ? [frame, frame] : [frame])))),
  'duplicate-terminal': (input) =>
    steps(sendAll(input.stream ? [...input.frames, ...input.frames.slice(-1)] : input.frames)),
  'error-in-200': always({
    kind: 'body',
    status: 200,
    headers: { 'content-type': 'application/json' },
    bytes: '{"error":{"message":"The server had an error.","type":"server_error","code":null,"param":null}}',
  }),
  'html-page': always({
    kind: 'body',
    status: 502,
    headers: { 'content-type': 'text/html' },
    bytes: '<html><body><h1>502 Bad Gateway</h1></body></html>',
  }),
  gzip: (input) => ({
    kind: 'steps',
    headers: { 'content-encoding': 'gzip' },
    steps: [{ kind: 'send', bytes: gzipSync(joined(input)), token: false }],
  }),
  'byte-split': (input) => steps(bytesOneByOne(joined(input))),
  'event-after-data': (input) =>
    steps(sendAll(input.frames.map((frame) => bend(frame, /^(event: .*)\n(data: .*)\n\n$/, '$2\n$1\n\n')))),
  crlf: (input) =>
    steps(
      sendAll(
        input.stream
          ? input.frames.map((frame) => ({ ...frame, text: frame.text.replaceAll('\n', '\r\n') }))
          : input.frames,
      ),
    ),
  comments: (input) =>
    steps(
      sendAll(
        input.stream
          ? input.frames.flatMap((frame) => [{ text: ': a comment\n\n', token: false }, frame])
          : input.frames,
      ),
    ),
  'ten-megabytes': (input) =>
    steps(
      sendAll(
        input.frames.map((frame) =>
          bend(frame, /Hello from/, `Hello ${'x'.repeat(input.stream ? 1 : 10_000_000)} from`),
        ),
      ),
    ),
  'slow-headers': always({ kind: 'steps', steps: [{ kind: 'wait', ms: ever }] }),
  redirect: always({ kind: 'body', status: 307, headers: { location: 'http://127.0.0.1:9/elsewhere' }, bytes: '' }),
};

function always(act: Act): FaultRule {
  return () => act;
}

function once(act: Act): FaultRule {
  return ({ former }) => (former === 0 ? act : undefined);
}

function steps(list: readonly Step[]): Act {
  return { kind: 'steps', steps: list };
}

/** A whole answer that dies is cut in the middle of its body. */
function firstTokens(input: FaultInput, count: number): readonly Frame[] {
  if (input.stream) return throughToken(input.frames, count);
  return input.frames.map((frame) => ({ ...frame, text: frame.text.slice(0, frame.text.length >> 1) }));
}

function startOf(input: FaultInput): readonly Frame[] {
  const first = input.frames.findIndex((frame) => frame.token);
  return input.stream ? input.frames.slice(0, Math.max(0, first)) : [];
}

function restOf(input: FaultInput): readonly Frame[] {
  return input.frames.slice(startOf(input).length);
}

/** The tenth event is no JSON; of a whole answer, the second half is missing. */
function withBadEvent(input: FaultInput): readonly Step[] {
  if (!input.stream) return sendAll(firstTokens(input, 1));
  const bad: Frame = { text: 'data: {"broken":\n\n', token: false };
  return sendAll([...input.frames.slice(0, 9), bad, ...input.frames.slice(10)]);
}

/** Chat ends without `[DONE]`, Messages without `message_stop`; Responses has only its last event, and keeps it. */
function withoutTerminal(input: FaultInput): readonly Frame[] {
  return input.dialect === 'openai-responses' ? input.frames : input.frames.slice(0, -1);
}

function hasUsage(frame: Frame): boolean {
  return /"usage":\{/.test(frame.text);
}

function withoutUsage(frame: Frame): Frame {
  return bend(frame, /,"usage":\{(?:[^{}]|\{[^{}]*\})*\}/g, '');
}

function bend(frame: Frame, pattern: RegExp, replacement: string): Frame {
  return { ...frame, text: frame.text.replace(pattern, replacement) };
}

function joined(input: FaultInput): string {
  return input.frames.map((frame) => frame.text).join('');
}

function bytesOneByOne(text: string): readonly Step[] {
  return [...Buffer.from(text)].map((byte) => ({ kind: 'send', bytes: Uint8Array.of(byte), token: false }));
}

import { gzipSync } from 'node:zlib';
import { formatFrame, type Frame } from '../frame.js';
import type { Script } from '../script/script.js';
import { troubleOf } from '../trouble.js';
import type { Act, Fault, Situation, Step } from './act.js';
import { framesOf, ordinary, replyText, send } from './ordinary.js';

/** Answers that are complete, and yet not as one expects. */
export const oddFaults = {
  'bad-event': {
    about: 'the tenth event (or `:after-<n>`) is not valid JSON, nor is a whole reply',
    tokens: 60,
    act: badEvent,
  },
  'usage-never': { about: 'usage is not reported', act: (situation) => changed(situation, { usageReports: 'never' }) },
  'usage-twice': {
    about: 'a stream reports usage twice; a whole reply is fine',
    act: (situation) => changed(situation, { usageReports: 'twice' }),
  },
  refusal: { about: 'the model declines', act: (situation) => changed(situation, { ...declined, finish: 'refusal' }) },
  'content-filter': {
    about: 'the answer is ended by a content filter',
    act: (situation) => changed(situation, { calls: [], finish: 'filtered' }),
  },
  'duplicate-terminal': {
    about: 'the terminal event of a stream comes twice; a whole reply is fine',
    act: (situation) =>
      bent(situation, (frame) => (frame.role === 'terminal' ? [wire(frame), wire(frame)] : [wire(frame)])),
  },
  'error-in-200': { about: 'status 200 with an error object in the body, for streams too', act: errorInside },
  'html-page': {
    about: '502 with an HTML page',
    act: () => ({ kind: 'steps', status: 502, headers: { 'content-type': 'text/html' }, steps: [send(page)] }),
  },
  'html-page-in-200': {
    about: '200 with an HTML page',
    act: () => ({ kind: 'steps', headers: { 'content-type': 'text/html' }, steps: [send(page)] }),
  },
  gzip: { about: 'the body is compressed with gzip, asked or not', act: gzipped },
  'byte-split': { about: 'every byte of the body travels alone', act: byteByByte },
  'event-after-data': {
    about: 'the `event:` line comes after the `data:` line',
    act: (situation) => bent(situation, (frame) => [wire(frame).replace(/^(event: .*)\n(data: .*)\n/, '$2\n$1\n')]),
  },
  crlf: {
    about: 'lines of a stream end with CRLF',
    act: (situation) => bent(situation, (frame) => [wire(frame).replaceAll('\n', '\r\n')]),
  },
  comments: {
    about: 'a comment before every event of a stream',
    act: (situation) => bent(situation, (frame) => [': a comment\n\n', wire(frame)]),
  },
  'no-blank-after-colon': {
    about: 'no blank after the colons of a stream',
    act: (situation) => bent(situation, (frame) => [wire(frame).replace(/^(event|data): /gm, '$1:')]),
  },
  'ten-megabytes': { about: 'ten megabytes of text, in pieces of one kilobyte', act: tenMegabytes },
  'slow-headers': {
    about: 'the status line and headers come byte by byte, 10 ms apart (or `:wait-<ms>`)',
    act: (situation) => ({ ...ordinary(situation), head: 'byte-by-byte' }),
  },
  redirect: {
    about: '307 to another address, which must not be followed',
    act: () => ({
      kind: 'steps',
      status: 307,
      headers: { location: 'http://127.0.0.1:9/elsewhere' },
      steps: [send('')],
    }),
  },
} as const satisfies Readonly<Record<string, Fault>>;

const page =
  '<!doctype html><html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>\n';
const declined = { calls: [], pieces: ["I'm", ' sorry,', ' I', ' cannot', ' help', ' with', ' that.'] };
const wire = formatFrame;

function changed(situation: Situation, changes: Partial<Script>): Act {
  return ordinary({ ...situation, script: { ...situation.script, ...changes } });
}

/** A stream with other bytes for each frame; a whole reply stays as it is. */
function bent(situation: Situation, bend: (frame: Frame) => readonly string[]): Act {
  if (!situation.question.stream) return ordinary(situation);
  return { kind: 'steps', steps: framesOf(situation).flatMap(bend).map(send) };
}

function badEvent(situation: Situation): Act {
  if (!situation.question.stream) return { kind: 'steps', steps: [send(replyText(situation).slice(0, -20))] };
  const bad = (situation.wish.after ?? 10) - 1;
  const frames = framesOf(situation).map((frame, index) => (index === bad ? { ...frame, data: '{"broken":' } : frame));
  return { kind: 'steps', steps: frames.map((frame) => send(wire(frame))) };
}

function errorInside({ dialect, script }: Situation): Act {
  const body = JSON.stringify(dialect.errorBody(troubleOf('server-error'), script.id));
  return { kind: 'steps', headers: { 'content-type': 'application/json' }, steps: [send(body)] };
}

function wholeText(situation: Situation): string {
  return situation.question.stream ? framesOf(situation).map(wire).join('') : replyText(situation);
}

function gzipped(situation: Situation): Act {
  const bytes = gzipSync(wholeText(situation));
  return { kind: 'steps', headers: { 'content-encoding': 'gzip' }, steps: [{ kind: 'send', bytes }] };
}

/** A wait of nothing lets each byte leave before the next. */
function byteByByte(situation: Situation): Act {
  const sent = (byte: number): readonly Step[] => [
    { kind: 'send', bytes: Uint8Array.of(byte) },
    { kind: 'wait', ms: 0 },
  ];
  return { kind: 'steps', steps: [...Buffer.from(wholeText(situation))].flatMap(sent) };
}

function tenMegabytes(situation: Situation): Act {
  const kilobyte = ' lorem ipsum'.repeat(100).slice(0, 1000);
  const pieces = Array.from({ length: 10_000 }, () => kilobyte);
  const usage = { ...situation.script.usage, output: pieces.length };
  return changed(situation, { pieces, calls: [], finish: 'stop', usage });
}

import type { Dialect } from './dialect.js';
import { flawOfStream } from './grammar/flaw-of-stream.laws.js';
import { foldEvents } from './neutral/fold.js';
import { encode, expectOrder, framesOf, readStream } from './streams.laws.js';

/** What holds for streams recorded from providers, by name, that end well. */
export function recordedLaws(dialect: Dialect, streams: Readonly<Record<string, string>>): void {
  cutLaws(dialect, streams);
  readerLaws(dialect, streams);
  tapLaws(dialect, streams);
}

function cutLaws(dialect: Dialect, streams: Readonly<Record<string, string>>): void {
  it.each(Object.entries(streams))(
    'gives the same, well ordered events wherever the recording "%s" is cut',
    (_name, text) => {
      const bytes = encode(text);
      const whole = readStream(dialect, [bytes]);
      expect(flawOfStream(dialect.name, text, 'provider')).toBeUndefined();
      expectOrder(whole);
      expect(whole.at(-1)?.kind).not.toBe('fault');
      for (let cut = 0; cut <= bytes.length; cut += 1) {
        expect(readStream(dialect, [bytes.subarray(0, cut), bytes.subarray(cut)])).toEqual(whole);
      }
      expect(readStream(dialect, [encode(text.replaceAll('\n', '\r\n'))])).toEqual(whole);
    },
  );
}

function readerLaws(dialect: Dialect, streams: Readonly<Record<string, string>>): void {
  it.each(Object.entries(streams))('reports "%s" as broken when it closes before its finish', (_name, text) => {
    const frames = framesOf(text);
    const finish = finishOf(dialect, frames);
    expect(finish).toBeGreaterThan(0);
    for (let kept = 0; kept < finish; kept += 1) {
      const events = readStream(dialect, frames.slice(0, kept));
      expectOrder(events);
      expect(events.at(-1)?.kind).toBe('fault');
    }
  });

  it.each(Object.entries(streams))(
    'gives one fault and nothing after it when a frame of "%s" is broken',
    (_name, text) => {
      const frames = framesOf(text);
      const events = readStream(dialect, [...frames.slice(0, 2), encode('data: {"broken\n\n'), ...frames.slice(2)]);
      expectOrder(events);
      expect(events.at(-1)?.kind).toBe('fault');
    },
  );
}

function tapLaws(dialect: Dialect, streams: Readonly<Record<string, string>>): void {
  it.each(Object.entries(streams))('sees in passing what the reader reads in "%s"', (_name, text) => {
    const tap = dialect.openTap({ removeUsage: false });
    for (const frame of framesOf(text)) expect(['startup', 'content', 'quiet']).toContain(tap.see(frame));
    const read = foldEvents(readStream(dialect, [encode(text)]));
    const { id, model, finish, tokens } = read;
    const { state = [], billing, ...seen } = tap.outcome;
    expect(seen).toEqual({ id, model, finish, tokens, fault: undefined, complete: true });
    const reader = dialect.openReader({ issuer: '', toolNames: new Map() });
    reader.push(encode(text));
    expect(billing).toEqual(reader.billing);
    const proofs = read.blocks.flatMap(({ proof }) => proof?.value ?? []);
    expect(state.flatMap(({ kind, value }) => (kind === 'proof' ? [value] : []))).toEqual(
      expect.arrayContaining(proofs),
    );
  });

  it.each(Object.entries(streams))('sees in passing that "%s" was cut', (_name, text) => {
    const frames = framesOf(text);
    const finish = finishOf(dialect, frames);
    const tap = dialect.openTap({ removeUsage: false });
    for (const frame of frames.slice(0, finish)) tap.see(frame);
    expect(tap.outcome.complete).toBe(false);
  });
}

/** The frame with which a stream is known to end well. */
function finishOf(dialect: Dialect, frames: readonly Uint8Array[]): number {
  return frames.findIndex((_frame, index) => {
    const events = readStream(dialect, frames.slice(0, index + 1));
    return events.some(({ kind }) => kind === 'finish');
  });
}

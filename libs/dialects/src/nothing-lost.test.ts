import fc from 'fast-check';
import { dialectNames } from '@smart-router/core';
import { dialects } from './dialects.js';
import { jsonText, valueOf, writeTarget } from './generated.laws.js';
import { writeJson } from './json/write-json.js';
import type { NeutralAsk } from './neutral/ask.js';
import { richAsks } from './rich-asks.laws.js';
import { sayingsOf, type Saying } from './sayings.laws.js';

/** What a note excuses: sayings that may be gone, or may be told in another way. */
const excuses: readonly (readonly [note: RegExp, excuse: (saying: Saying) => readonly Saying[]])[] = [
  [/reasoning/, (saying) => (saying.kind === 'reasoning' ? [] : [saying])],
  [/became a user turn/, (saying) => [{ ...saying, role: saying.role === 'assistant' ? saying.role : 'user' }]],
  [/marks no errors/, unmarked],
  // the media of results move behind them, into the user's own message
  [/Chat tool messages hold text only/, withoutMedia],
];

function withoutMedia(saying: Saying): readonly Saying[] {
  const introduces = saying.text?.startsWith('Content of the result of tool call') === true;
  return saying.kind === 'media' || introduces ? [] : [saying];
}

function unmarked(saying: Saying): readonly Saying[] {
  if (saying.kind !== 'tool-result') return [saying];
  return [{ ...saying, isError: false, text: saying.text?.replace(/^Error:\s*/, '') }];
}

/** What the model may use. Where it may call nothing, it may not search either, and Chat then offers no search. */
function offersOf({ tools, toolChoice, webSearch }: NeutralAsk): unknown {
  const choice = toolChoice?.kind ?? 'auto';
  return { tools: tools.length, choice, search: webSearch !== undefined && choice !== 'none' };
}

const lanes = dialectNames.flatMap((from) => dialectNames.map((to) => [from, to] as const));

describe.each(lanes)('an ask from %s read by %s', (from, to) => {
  it('says the same in the same order, but for what its notes tell', () => {
    fc.assert(
      fc.property(richAsks, (ask) => {
        const written = dialects[from].writeAsk(ask, writeTarget);
        if (!written.ok) return;
        const sent = valueOf(dialects[from].readAsk(jsonText(writeJson(written.value.body))));
        const carried = dialects[to].writeAsk(sent, writeTarget);
        if (!carried.ok) return;
        const arrived = valueOf(dialects[to].readAsk(jsonText(writeJson(carried.value.body))));
        const notes = [...sent.notes, ...carried.value.notes].map(({ field, reason }) => `${field}: ${reason}`);
        const excused = excuses.filter(([note]) => notes.some((words) => note.test(words)));
        const compared = (sayings: readonly Saying[]): readonly Saying[] =>
          excused.reduce((left, [, excuse]) => left.flatMap(excuse), sayings);
        expect(compared(sayingsOf(arrived, carried.value.toolNames))).toEqual(compared(sayingsOf(sent, new Map())));
        expect(offersOf(arrived)).toEqual(offersOf(sent));
      }),
      { numRuns: 60 },
    );
  });
});

import type { NeutralEvent } from '../neutral/events.js';
import { firstBroken, type Flaw } from './stream-grammar.laws.js';

/** The first thing wrong with the order of neutral events; `NeutralEvent` promises it. */
export function flawOfNeutral(events: readonly NeutralEvent[]): Flaw {
  const seen: Seen = { open: undefined, next: 0, kinds: new Set() };
  const broken = events.at(-1)?.kind === 'fault';
  for (const [place, event] of events.entries()) {
    const flaw =
      firstBroken([event.kind !== 'fault' || place === events.length - 1, 'nothing may follow a fault']) ??
      see(seen, event, broken);
    if (flaw !== undefined) return `event ${place}, ${event.kind}: ${flaw}`;
  }
  return firstBroken([broken || seen.open === undefined, 'every block should end']);
}

interface Seen {
  open: number | undefined;
  next: number;
  readonly kinds: Set<string>;
}

function see(seen: Seen, event: NeutralEvent, broken: boolean): Flaw {
  const finished = seen.kinds.has('finish');
  const again = seen.kinds.has(event.kind);
  seen.kinds.add(event.kind);
  switch (event.kind) {
    case 'begin':
      return firstBroken([!again, 'it should come once']);
    case 'usage':
      return firstBroken([!again, 'it should come once'], [broken || seen.open === undefined, 'a block is open']);
    case 'finish':
      return firstBroken([!again, 'it should come once'], [seen.open === undefined, 'a block is open']);
    case 'block-start':
      if (seen.open !== undefined || finished || event.index !== seen.next) return 'it should open the next block';
      seen.open = event.index;
      return undefined;
    case 'block-delta':
    case 'citation':
      return firstBroken([event.index === seen.open, 'its block should be open']);
    case 'block-end':
      if (event.index !== seen.open) return 'its block should be open';
      seen.open = undefined;
      seen.next += 1;
      return undefined;
    case 'fault':
    case 'foreign':
      return undefined;
  }
}

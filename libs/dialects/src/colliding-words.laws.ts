const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-';
const codes = Array.from(letters, (letter) => letter.charCodeAt(0));

/** The words share what a made word keeps of them; their nine last characters differ. */
const shared = 'a'.repeat(55);

const offsetBasis = 0x811c9dc5;
const prime = 0x01000193;
/** 1 / prime modulo 2^32: FNV-1a can be walked backwards. */
const inverse = 0x359c449b;
const meetingPlace = 0x12345678;

/** So many words a wire accepts, of one beginning and one `shortHash`, as somebody who wants to cost us time sends them. */
export function collidingWords(count: number): readonly string[] {
  const { filter, endings } = endingsTo(meetingPlace);
  const start = Array.from(shared).reduce((state, letter) => forward(state, letter.charCodeAt(0)), offsetBasis);
  const found: string[] = [];
  eachThree(start, forward, (middle, afterMiddle) => {
    if (found.length >= count) return;
    eachThree(afterMiddle, forward, (three, state) => {
      const ending = filter[state >>> filterShift] === 1 ? endings.get(state) : undefined;
      if (ending !== undefined) found.push(shared + spell(middle) + spell(three) + ending);
    });
  });
  return found.slice(0, count);
}

/** Bits of a state that the filter, much faster than the map, does not look at. */
const filterShift = 7;

/** Three last characters by the state they lead on from. */
function endingsTo(end: number) {
  const filter = new Uint8Array(2 ** (32 - filterShift));
  const endings = new Map<number, string>();
  eachThree(end, backward, (three, state) => {
    filter[state >>> filterShift] = 1;
    endings.set(state, spell(three.toReversed()));
  });
  return { filter, endings };
}

type Step = (state: number, code: number) => number;

function eachThree(start: number, step: Step, visit: (three: readonly number[], state: number) => void): void {
  const three = [0, 0, 0];
  for (const first of codes) {
    three[0] = first;
    const afterFirst = step(start, first);
    for (const second of codes) {
      three[1] = second;
      const afterSecond = step(afterFirst, second);
      for (const third of codes) {
        three[2] = third;
        visit(three, step(afterSecond, third));
      }
    }
  }
}

function forward(state: number, code: number): number {
  return Math.imul(state ^ code, prime);
}

function backward(state: number, code: number): number {
  return Math.imul(state, inverse) ^ code;
}

function spell(three: readonly number[]): string {
  return String.fromCharCode(...three);
}

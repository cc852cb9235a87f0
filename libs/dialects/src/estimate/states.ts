import { groupNames, type GroupName } from './symbols.js';

/** Where in a token-to-be the text stands: in a run of some kind, how it was led into, and how long it is. */
export interface State {
  readonly run: string;
  readonly lead: Lead;
  readonly length: number;
}

/** What came before a word: a blank or one sign, which join it, or nothing that does; or shifts that hint at noise. */
type Lead = 'space' | 'sign' | 'bare' | 'shift' | 'shifts' | 'noise';

/** From this length on a run changes no more. */
const longest: Readonly<Record<string, number>> = {
  ...{ lower: 16, title: 16, upper: 8, digit: 3, space: 8, newline: 2, sign: 4 },
  ...{ cyrillic: 16, greek: 12, semitic: 12, indic: 12, thai: 12, other: 8 },
};

/** Before anything of a text. */
export const startState: State = { run: 'start', lead: 'bare', length: 1 };

/** The name of a run, whatever its length. */
export function runName({ run, lead }: State): string {
  return `${run} ${lead}`;
}

/**
 * The state after one more character: a rough image of how o200k cuts text before it merges bytes.
 * @see https://github.com/openai/tiktoken/blob/main/tiktoken_ext/openai_public.py
 */
export function nextState(state: State, group: GroupName): State {
  const run = runOf(state, group);
  if (run === state.run && !(run === 'digit' && state.length === 3)) {
    return { ...state, length: Math.min(state.length + 1, longest[run] ?? 1) };
  }
  return { run, lead: leadOf(state, run), length: 1 };
}

const words: ReadonlySet<string> = new Set([
  'lower',
  'title',
  'upper',
  'cyrillic',
  'greek',
  'semitic',
  'indic',
  'thai',
  'other',
]);

function runOf(state: State, group: GroupName): string {
  if (group === 'mark') return words.has(state.run) ? state.run : 'other';
  if (group !== 'lower') return group;
  if (state.run === 'title' || (state.run === 'upper' && state.length === 1)) return 'title';
  return 'lower';
}

/** A run of letters or digits up to this long, next to one of another kind, hints at base64, hex or an id. */
const shortRun = 3;

const shifted: Readonly<Record<Lead, Lead>> = {
  ...{ space: 'shift', sign: 'shift', bare: 'shift' },
  ...{ shift: 'shifts', shifts: 'noise', noise: 'noise' },
};

function leadOf(state: State, run: string): Lead {
  if (run === 'title') return state.lead;
  if (run === 'digit' && state.run === 'digit') return state.lead;
  const latin = run === 'lower' || run === 'upper' || run === 'digit';
  if (latin && ['lower', 'title', 'upper', 'digit'].includes(state.run)) {
    return state.length <= shortRun ? shifted[state.lead] : 'bare';
  }
  if (state.run === 'space' && (words.has(run) || run === 'sign')) return 'space';
  return state.run === 'sign' && state.length === 1 && words.has(run) ? 'sign' : 'bare';
}

/** All states there are, the first one first, and for each and every group the index of the next. */
export function allStates(): { readonly states: readonly State[]; readonly next: readonly (readonly number[])[] } {
  const states: State[] = [startState];
  const indices = new Map<string, number>([[keyOf(startState), 0]]);
  const next: number[][] = [];
  for (let at = 0; at < states.length; at += 1) {
    const state = states[at] ?? startState;
    next.push(groupNames.map((group) => indexOf(nextState(state, group))));
  }
  return { states, next };

  function indexOf(state: State): number {
    const key = keyOf(state);
    const known = indices.get(key);
    if (known !== undefined) return known;
    indices.set(key, states.length);
    return states.push(state) - 1;
  }
}

function keyOf(state: State): string {
  return `${runName(state)} ${state.length}`;
}

import { troubleOf } from '../trouble.js';
import type { Act, Fault, Situation, Step } from './act.js';
import { framesOf, generating, ordinary, replyText, send, sendFrames } from './ordinary.js';

/** Faults of a connection: nothing comes, too late, or not all of it. */
export const brokenFaults = {
  reset: { about: 'the connection is reset before headers, always', act: () => ({ kind: 'reset' }) },
  'reset-once': {
    about: 'the connection is reset before headers once, then fine',
    times: 1,
    act: () => ({ kind: 'reset' }),
  },
  silence: { about: 'accepted, then nothing, ever', act: () => ({ kind: 'silence' }) },
  'silence-once': { about: 'accepted, then nothing, once; then fine', times: 1, act: () => ({ kind: 'silence' }) },
  'first-token-late': {
    about: 'headers at once, the first token after 20 s (or `:wait-<ms>`); a whole reply comes that late',
    act: lateFirstToken,
  },
  'die-mid-stream': {
    about:
      'the connection breaks after 40 of 60 tokens (or `:after-<n>`, `:tokens-<n>`); a whole reply breaks in the middle',
    tokens: 60,
    act: (situation) => steps([...beginning(situation, 40), { kind: 'cut' }]),
  },
  'stall-mid-stream': {
    about: '20 of 60 tokens (or `:after-<n>`, `:tokens-<n>`), 30 s of silence (or `:wait-<ms>`), then the rest',
    tokens: 60,
    act: (situation) =>
      steps([
        ...beginning(situation, 20),
        { kind: 'wait', ms: situation.wish.waitMs ?? 30_000 },
        ...remainder(situation, 20),
      ]),
  },
  'stall-for-ever': {
    about: '20 of 60 tokens (or `:after-<n>`, `:tokens-<n>`), then nothing, ever',
    tokens: 60,
    act: (situation) => steps([...beginning(situation, 20), { kind: 'hang' }]),
  },
  'end-mid-stream': {
    about: 'as `die-mid-stream`, but the stream is closed in an orderly way',
    tokens: 60,
    act: (situation) => steps(beginning(situation, 40)),
  },
  'no-terminal': {
    about: 'complete but for the terminal event, and closed; a whole reply is fine',
    act: (situation) => (situation.question.stream ? steps(withoutTerminal(situation)) : ordinary(situation)),
  },
  'no-terminal-open': {
    about: 'complete but for the terminal event, and left open; a whole reply is fine',
    act: (situation) =>
      situation.question.stream ? steps([...withoutTerminal(situation), { kind: 'hang' }]) : ordinary(situation),
  },
  'error-first-event': {
    about: 'status 200, and the first event says overloaded; a whole reply is 529',
    act: (situation) => errorAfter(situation, 0),
  },
  'error-mid-stream': {
    about: 'an error event after 20 of 60 tokens (or `:after-<n>`, `:tokens-<n>`); a whole reply is 529',
    tokens: 60,
    act: (situation) => errorAfter(situation, 20),
  },
} as const satisfies Readonly<Record<string, Fault>>;

const steps = (list: readonly Step[]): Act => ({ kind: 'steps', steps: list });

function lateFirstToken(situation: Situation): Act {
  const wait: Step = { kind: 'wait', ms: situation.wish.waitMs ?? 20_000 };
  if (!situation.question.stream) return steps([wait, send(replyText(situation))]);
  const frames = framesOf(situation);
  const first = frames.findIndex(({ role }) => role !== 'open');
  return steps([...sendFrames(frames.slice(0, first)), wait, ...sendFrames(frames.slice(first))]);
}

/** The number of frames up to and with the n-th token; all but the ending when there are fewer. */
function framesThrough(situation: Situation, tokens: number): number {
  const frames = framesOf(situation);
  const contents = frames.flatMap(({ role }, index) => (role === 'content' ? [index] : []));
  const last = contents[Math.min(situation.wish.after ?? tokens, contents.length) - 1];
  return last === undefined ? frames.filter(({ role }) => role === 'open').length : last + 1;
}

function beginning(situation: Situation, tokens: number): readonly Step[] {
  if (situation.question.stream) return sendFrames(framesOf(situation).slice(0, framesThrough(situation, tokens)));
  const text = replyText(situation);
  return [generating(situation), send(text.slice(0, text.length >> 1))];
}

function remainder(situation: Situation, tokens: number): readonly Step[] {
  if (situation.question.stream) return sendFrames(framesOf(situation).slice(framesThrough(situation, tokens)));
  const text = replyText(situation);
  return [send(text.slice(text.length >> 1))];
}

const withoutTerminal = (situation: Situation) =>
  sendFrames(framesOf(situation).filter(({ role }) => role !== 'terminal'));

function errorAfter(situation: Situation, tokens: number): Act {
  const { dialect, script, question } = situation;
  const trouble = troubleOf('overloaded');
  if (!question.stream) return { kind: 'error', trouble };
  const framesBefore = tokens === 0 ? 0 : framesThrough(situation, tokens);
  const errors = dialect.errorFrames(trouble, { script, question, framesBefore });
  const before = framesOf(situation).slice(0, framesBefore);
  return steps(sendFrames([...before, ...(framesBefore === 0 ? errors.slice(0, 1) : errors)]));
}

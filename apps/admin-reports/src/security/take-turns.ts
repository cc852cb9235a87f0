import type { RequestHandler, Response } from 'express';
import type { Guard } from '../guard.js';
import type { AnswerProblem } from '../shell/answer-problem.js';
import { makeGate, type Gate } from './gate.js';

/** So many answers of one viewer are made at once: the connections to the database are few, and others wait for them too. */
const answersAtOnce = 2;

/** And so many more wait: pages that somebody opened in as many tabs. */
const mostWaiting = 16;

/** A viewer's own gate, and how many requests stand before it or are through it. */
interface Turnstile {
  readonly gate: Gate;
  requests: number;
}

const tooMany = {
  ...{ status: 429, type: 'too-many-requests', title: 'Too many questions at once', retryAfterSeconds: 2 },
  text: `At most ${answersAtOnce + mostWaiting} of your pages are read at the same time. Try again when they are there.`,
};

/** Makes viewers take turns, so that one who asks for a hundred pages does not keep the others waiting. */
export function takeTurns(guard: Guard, answerProblem: AnswerProblem): RequestHandler {
  const turnstiles = new Map<string, Turnstile>();
  return async (request, response, next) => {
    const subject = guard.viewer(request)?.subject;
    if (subject === undefined) return next();
    const turnstile = turnstiles.get(subject) ?? { gate: makeGate(answersAtOnce, mostWaiting), requests: 0 };
    turnstiles.set(subject, turnstile);
    turnstile.requests += 1;
    const passed = await turnstile.gate.pass(() => untilAnswered(response, next));
    turnstile.requests -= 1;
    if (turnstile.requests === 0) turnstiles.delete(subject);
    if (passed === undefined) answerProblem(request, response, tooMany);
  };
}

/** A turn lasts until the answer is out; whoever left while waiting needs none. */
function untilAnswered(response: Response, answer: () => void): Promise<'over'> {
  if (response.closed) return Promise.resolve('over');
  return new Promise((resolve) => {
    response.once('close', () => resolve('over'));
    answer();
  });
}

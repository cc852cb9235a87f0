import type { RequestHandler } from 'express';
import type { Guard } from '../guard.js';
import type { AnswerProblem } from '../shell/answer-problem.js';

/** So many answers of one viewer are made at once: the connections to the database are few, and others wait for them too. */
const answersAtOnce = 2;

/** And so many more wait: pages that somebody opened in as many tabs. */
const mostWaiting = 16;

interface Line {
  underWay: number;
  readonly waiting: (() => void)[];
}

const tooMany = {
  ...{ status: 429, type: 'too-many-requests', title: 'Too many questions at once', retryAfterSeconds: 2 },
  text: `At most ${answersAtOnce + mostWaiting} of your pages are read at the same time. Try again when they are there.`,
};

/** Makes viewers take turns, so that one who asks for a hundred pages does not keep the others waiting. */
export function takeTurns(guard: Guard, answerProblem: AnswerProblem): RequestHandler {
  const lines = new Map<string, Line>();
  return (request, response, next) => {
    const subject = guard.viewer(request)?.subject;
    if (subject === undefined) return next();
    const line = lines.get(subject) ?? { underWay: 0, waiting: [] };
    lines.set(subject, line);
    if (line.underWay >= answersAtOnce && line.waiting.length >= mostWaiting)
      return answerProblem(request, response, tooMany);
    let hasTurn = false;
    const begin = (): void => {
      hasTurn = true;
      line.underWay += 1;
      next();
    };
    response.once('close', () => {
      if (hasTurn) line.underWay -= 1;
      else line.waiting.splice(line.waiting.indexOf(begin), 1);
      if (line.underWay < answersAtOnce) line.waiting.shift()?.();
      if (line.underWay === 0 && line.waiting.length === 0) lines.delete(subject);
    });
    if (line.underWay < answersAtOnce) begin();
    else line.waiting.push(begin);
  };
}

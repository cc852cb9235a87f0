import { formatFrame, type Frame } from '../frame.js';
import type { Situation, Step, StepsAct } from './act.js';

/** The ordinary answer: a stream, or after the time it takes a whole reply. */
export function ordinary(situation: Situation): StepsAct {
  const steps = situation.question.stream
    ? sendFrames(framesOf(situation))
    : [generating(situation), send(replyText(situation))];
  return { kind: 'steps', steps };
}

/** The frames of the ordinary stream. */
export const framesOf = ({ dialect, script, question }: Situation) => dialect.writeStream(script, question);

/** The text of the ordinary whole reply. */
export const replyText = ({ dialect, script, question }: Situation) =>
  JSON.stringify(dialect.writeReply(script, question));

/** Frames as steps; tokens are paced. */
export function sendFrames(frames: readonly Frame[]): readonly Step[] {
  return frames.map((frame) => ({
    kind: 'send',
    bytes: formatFrame(frame),
    ...(frame.role === 'content' ? { paced: true } : {}),
  }));
}

/** A step that sends a text. */
export const send = (text: string): Step => ({ kind: 'send', bytes: text });

/** The headers of a whole reply come after its last token was made. */
export function generating({ script, paceMs }: Situation): Step {
  return { kind: 'wait', ms: script.usage.output * paceMs };
}

/** How long the answers of a key have been. */
export interface ObservedOutput {
  /** The longest answer, in output tokens; forgotten a little with every shorter one. */
  readonly peakTokens: number;
  /** Answers seen; counted no further than is of use. */
  readonly answers: number;
}

/** Kept of the peak with every shorter answer: half of it is forgotten after 34 of them. */
const keptShare = 0.98;

/** Before so many answers nothing is known. */
const enoughAnswers = 8;

/** The next answer may be longer than the longest. */
const headroom = 1.25;

/** Less is never set aside, unless the cap is lower: a key whose answers were short may ask for a long one. */
const floorTokens = 256;

/** What is known after one more answer. A longer one than ever counts at once. */
export function observeOutput(before: ObservedOutput | undefined, outputTokens: number): ObservedOutput {
  const { peakTokens, answers } = before ?? { peakTokens: 0, answers: 0 };
  return {
    peakTokens: Math.max(outputTokens, peakTokens * keptShare),
    answers: Math.min(enoughAnswers, answers + 1),
  };
}

/** What to set aside for an answer: never more than the reservation by its cap. */
export function observedReservation(observed: ObservedOutput | undefined, byCap: number): number {
  if (observed === undefined || observed.answers < enoughAnswers) return byCap;
  return Math.min(byCap, Math.max(floorTokens, Math.ceil(observed.peakTokens * headroom)));
}

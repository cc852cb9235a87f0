/** Gathers what is asked within one turn of the event loop, and asks it all at once; the answers are in the order asked. */
export function createBatch<Question, Answer>(
  askAll: (questions: readonly Question[]) => Promise<readonly Answer[]>,
): (questions: readonly Question[]) => Promise<readonly Answer[]> {
  let waiting: Question[] = [];
  let answers: Promise<readonly Answer[]> | undefined;

  const flush = (): Promise<readonly Answer[]> => {
    const questions = waiting;
    waiting = [];
    answers = undefined;
    return askAll(questions);
  };
  return async (questions) => {
    const from = waiting.length;
    waiting.push(...questions);
    answers ??= Promise.resolve().then(flush);
    return (await answers).slice(from, from + questions.length);
  };
}

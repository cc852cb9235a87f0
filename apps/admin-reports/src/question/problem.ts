/** Why a parameter cannot be used. */
export interface QuestionProblem {
  readonly parameter: string;
  readonly value: string;
  /** What would be right, e.g. `a time like 2026-11-01T08:30Z`. */
  readonly expected: string;
}

const shownLength = 80;

/** The problem in one sentence: the thing, its value, and what is expected. */
export function sentenceOf({ parameter, value, expected }: QuestionProblem): string {
  const shown = value.length > shownLength ? `${value.slice(0, shownLength)}…` : value;
  return `${parameter} should be ${expected}, got "${shown}"`;
}

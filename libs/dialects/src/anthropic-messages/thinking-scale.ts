/** All effort words in use, weakest first, each with the thinking budget it stands for. */
interface Step {
  readonly effort: string;
  /** In tokens, as clients that send budgets choose them. */
  readonly budgetTokens: number;
  /** The most of the output cap that thinking may take, so that an answer still fits. */
  readonly share: number;
}

const steps: readonly Step[] = [
  { effort: 'none', budgetTokens: 0, share: 0 },
  { effort: 'minimal', budgetTokens: 1024, share: 0.1 },
  { effort: 'low', budgetTokens: 4096, share: 0.2 },
  { effort: 'medium', budgetTokens: 16_384, share: 0.5 },
  { effort: 'high', budgetTokens: 32_768, share: 0.8 },
  { effort: 'xhigh', budgetTokens: 49_152, share: 0.9 },
  { effort: 'max', budgetTokens: 65_536, share: 0.95 },
];

/** What a wish says that names neither effort nor budget, and what an unknown word counts as. */
const unsaid = 3;

/** The budget for an effort under an output cap, in tokens. */
export function budgetOfEffort(effort: string | undefined, maxTokens: number): number {
  const { budgetTokens, share } = steps[rankOf(effort)] ?? { budgetTokens: 0, share: 0 };
  return Math.min(budgetTokens, Math.floor(maxTokens * share));
}

/** The weakest effort whose budget is large enough. */
export function effortOfBudget(budgetTokens: number): string {
  return (
    steps.find((step) => step.effort !== 'none' && step.effort !== 'minimal' && budgetTokens <= step.budgetTokens)
      ?.effort ?? 'max'
  );
}

/** The nearest of the accepted words, the weaker of two; `undefined` when there is none. */
export function nearestEffort(wanted: string, efforts: readonly string[]): string | undefined {
  if (efforts.includes(wanted)) return wanted;
  const distance = (effort: string): number => Math.abs(rankOf(effort) - rankOf(wanted));
  return efforts.toSorted((left, right) => distance(left) - distance(right) || rankOf(left) - rankOf(right))[0];
}

function rankOf(effort: string | undefined): number {
  const rank = steps.findIndex((step) => step.effort === effort);
  return rank === -1 ? unsaid : rank;
}

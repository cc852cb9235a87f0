import { corpusSamples } from './corpus.laws.js';
import { fitWeights, tablesOf } from './fit-weights.laws.js';

/** How many passages of each kind the weights are fitted to. */
export const fitSize = { prose: 700, code: 600, json: 600, cjk: 600, other: 400, noise: 150 } as const;

/** Chosen by cross-validation within the fitting half. */
export const fitOptions = { rounds: 150, stateRidge: 0.02, pairRidge: 0.01 } as const;

/** The tables of the estimate, fitted to the half of the corpus that no test looks at. */
export function fitAll(): ReturnType<typeof tablesOf> {
  return tablesOf(fitWeights(corpusSamples('fit', fitSize), fitOptions));
}

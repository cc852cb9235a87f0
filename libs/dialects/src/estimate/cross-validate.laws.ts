import { corpusSamples } from './corpus.laws.js';
import { fitOptions, fitSize } from './fit-estimate.laws.js';
import { featuresOf, fitWeights, referenceTokens, type FitOptions } from './fit-weights.laws.js';
import type { Measured } from './measure-error.laws.js';
import { hashOf } from './random.laws.js';

const folds = 3;

/** The errors within the fitting half, each fold of documents estimated with weights fitted to the others. */
export function crossValidate(options: FitOptions = fitOptions): readonly Measured[] {
  const samples = corpusSamples('fit', fitSize).map((sample) => ({ sample, fold: hashOf(sample.document) % folds }));
  return Array.from({ length: folds }, (_unused, fold) => {
    const others = samples.filter((entry) => entry.fold !== fold).map(({ sample }) => sample);
    const weights = fitWeights(others, options);
    return samples
      .filter((entry) => entry.fold === fold)
      .map(({ sample }) => {
        const tokens = [...featuresOf(sample.text)].reduce(
          (sum, [feature, count]) => sum + count * (weights.get(feature) ?? 0),
          0,
        );
        return { ...sample, error: Math.max(1, Math.round(tokens)) / referenceTokens(sample.text) - 1 };
      });
  }).flat();
}

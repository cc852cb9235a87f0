import { z } from 'zod';
import { dynamicScoreOptions } from './dynamic-score-options.js';
import { externalOptions, typescriptOptions } from './policy-options.js';

/** The strategy of a model group and its settings, as `model_groups.<name>` names them. */
export const routingOptions = z.strictObject({
  strategy: z
    .enum(['static', 'failover', 'weighted', 'round-robin', 'least-latency', 'dynamic-score', 'typescript', 'external'])
    .default('failover')
    .describe('How the eligible targets of the group are ordered.'),
  dynamic_score: dynamicScoreOptions.prefault({}).describe('Settings of the strategy dynamic-score.'),
  typescript: typescriptOptions.optional().describe('The policy of the strategy typescript.'),
  external: externalOptions.optional().describe('The policy service of the strategy external.'),
});

/** The checked options of a group's strategy. */
export type RoutingOptions = z.infer<typeof routingOptions>;

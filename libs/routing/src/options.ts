import { z } from 'zod';

/** The strategy of a model group, as `model_groups.<name>.strategy` names it. */
export const routingOptions = z.strictObject({
  strategy: z
    .enum(['static', 'failover', 'weighted'])
    .default('failover')
    .describe('How the eligible targets of the group are ordered.'),
});

/** The checked options of a group's strategy. */
export type RoutingOptions = z.infer<typeof routingOptions>;

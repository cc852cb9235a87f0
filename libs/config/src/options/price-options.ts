import { z } from 'zod';
import { date } from './date.js';

/** Prices are kept as whole micro-USD: more decimals would be lost. */
const maxDecimals = 6;

const usd = z
  .number()
  .min(0)
  .max(1_000_000)
  .refine((amount) => Number(amount.toFixed(maxDecimals)) === amount, { error: 'should have at most 6 decimals' });

const amounts = {
  input_per_million_usd: usd.optional().describe('Uncached input tokens.'),
  cached_input_per_million_usd: usd.optional().describe('Input tokens read from a cache; as input when absent.'),
  cache_write_5m_per_million_usd: usd.optional().describe('Input tokens cached for 5 minutes; as input when absent.'),
  cache_write_1h_per_million_usd: usd.optional().describe('Input tokens cached for 1 hour; as input when absent.'),
  output_per_million_usd: usd.optional().describe('Output tokens.'),
  reasoning_per_million_usd: usd
    .optional()
    .describe('The output tokens spent on reasoning; as other output when absent.'),
  image_input_per_million_usd: usd
    .optional()
    .describe('Image input tokens, where the provider counts them; else per image, else as input.'),
  image_input_per_image_usd: usd.optional().describe('USD for each image, where its tokens are not counted or priced.'),
};

/** What a tier of service costs; a price it does not name is that of the model. */
export type TierPriceOptions = z.infer<typeof tierPrices>;

const tierPrices = z.strictObject(amounts);

const tierName = z.string().regex(/^[\w.-]{1,32}$/, { error: 'should be a tier as a provider names it, e.g. flex' });

/** The prices of a model. */
export const priceOptions = z.strictObject({
  ...amounts,
  tiers: z
    .record(tierName, tierPrices)
    .default({})
    .describe('Other prices by the service_tier that the provider says it served in, e.g. flex, priority, batch.'),
  source: z.string().optional().describe('Where the prices were read.'),
  updated: date.optional().describe('When they were read.'),
});

/** Checked prices of a model. */
export type PriceOptions = z.infer<typeof priceOptions>;

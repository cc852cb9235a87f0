import { z } from 'zod';

const milliseconds = z.int().min(0);

const described = {
  connect_ms: milliseconds.describe('Opening the connection, TLS included.'),
  first_byte_ms: milliseconds.describe('Streams: until the response headers.'),
  first_token_ms: milliseconds.describe('Streams: until the first content.'),
  reasoning_first_token_ms: milliseconds.describe('Streams that ask for reasoning: until the first content.'),
  idle_ms: milliseconds.describe('Streams: between two events.'),
  total_ms: milliseconds.describe('The whole attempt.'),
};

/** Time limits of an attempt in milliseconds; 0 switches one off. Unary calls use connect and total only. */
export const timeoutOptions = z.strictObject({
  connect_ms: described.connect_ms.default(5_000),
  first_byte_ms: described.first_byte_ms.default(60_000),
  first_token_ms: described.first_token_ms.default(120_000),
  reasoning_first_token_ms: described.reasoning_first_token_ms.default(300_000),
  idle_ms: described.idle_ms.default(120_000),
  total_ms: described.total_ms.default(600_000),
});

/** Any of the time limits, over those of the level above. */
export const timeoutOverrides = z.strictObject(described).partial();

/** Checked time limits of the server. */
export type TimeoutOptions = z.infer<typeof timeoutOptions>;

/** Checked time limits of a provider or target. */
export type TimeoutOverrides = z.infer<typeof timeoutOverrides>;

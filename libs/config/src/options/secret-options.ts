import { z } from 'zod';

/** A reference to a secret: the configuration never holds the value itself. */
export const secretReference = z
  .union(
    [
      z.strictObject({ env: z.string().min(1).describe('Name of the environment variable that holds the secret.') }),
      z.strictObject({ file: z.string().min(1).describe('Path of the file that holds the secret.') }),
    ],
    { error: 'should be { env: NAME } or { file: PATH }, never the secret itself' },
  )
  .describe('A secret by reference: { env: NAME } or { file: PATH }.');

/** Where a secret is to be read from. */
export type SecretReference = z.infer<typeof secretReference>;

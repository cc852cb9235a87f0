import { z } from 'zod';
import { reportsOptions } from './reports-options.js';

/** The JSON Schema (draft 2020-12) of the configuration file, for editors. */
export function reportsConfigSchema(): object {
  return z.toJSONSchema(reportsOptions, { io: 'input' });
}

import { z } from 'zod';
import { configOptions } from './options/config-options.js';

/** The JSON Schema (draft 2020-12) of a configuration file, for editors. */
export function configSchema(): object {
  return z.toJSONSchema(configOptions, { io: 'input' });
}

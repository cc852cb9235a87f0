import type { CapabilitiesOptions } from '../capability-options.js';
import type { RequestLimitsOptions } from '../request-limit-options.js';

/**
 * What was published of a model: as a file would declare it, and where it was read. What nobody published is left out,
 * and so is not there. It says nothing of prices, which are what an account pays, nor of the name sent upstream.
 */
export interface Preset {
  readonly contextTokens: number;
  readonly capabilities: CapabilitiesOptions;
  readonly requestLimits: RequestLimitsOptions;
  /** Pages that say so. */
  readonly sources: readonly string[];
  /** The day they were read. */
  readonly readOn: string;
}

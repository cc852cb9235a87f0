export { capabilitiesOptions, toCapabilities, type CapabilitiesOptions } from './capability-options.js';
export type { EligibilityContext, Exclusion, Field, Reason } from './field.js';
export { requestLimitsOptions, toRequestLimits, type RequestLimitsOptions } from './request-limit-options.js';

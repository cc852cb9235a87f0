export { capabilitiesOptions, toCapabilities, type CapabilitiesOptions } from './capability-options.js';
export { chooseField } from './choose-field.js';
export type { EligibilityContext, Exclusion, Field, Reason } from './field.js';
export { noEligibleTarget } from './no-eligible-target.js';
export { requirementsOf } from './requirements.js';
export { requestLimitsOptions, toRequestLimits, type RequestLimitsOptions } from './request-limit-options.js';

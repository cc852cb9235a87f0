export { startGateway, type Gateway } from './gateway.js';
export { loadCatalog, type LoadedCatalog } from './load-catalog.js';
export { openLog } from './gateway-log.js';
export { openPolicies, type GroupPolicies, type OpenedPolicies } from './policies/open-policies.js';
export { policyLog } from './policies/policy-log.js';

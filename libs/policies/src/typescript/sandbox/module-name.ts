/** What a policy is called in its own stack. */
export const moduleName = 'policy.js';

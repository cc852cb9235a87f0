export type {
  Address,
  CallerDefaults,
  Catalog,
  ModelGroup,
  RetryRules,
  ServerSettings,
  StateSettings,
  StorageSettings,
  TelemetrySettings,
} from './catalog.js';
export { checkOptions, type OptionsCheck } from './checks/check-options.js';
export { readSecret, secretForms, type OneSecret, type SecretForm, type SecretSources } from './checks/read-secrets.js';
export { problem, type ConfigPath, type ConfigProblem } from './config-problem.js';
export { configSchema } from './config-schema.js';
export { addressText, networkRange, parseAddress } from './options/server-options.js';
export { secretReference, type SecretReference } from './options/secret-options.js';
export { parseYaml, type ParsedYaml } from './parse-yaml.js';
export { readConfig, type ConfigReading } from './read-config.js';

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
export type { ConfigProblem } from './config-problem.js';
export { configSchema } from './config-schema.js';
export { readConfig, type ConfigReading } from './read-config.js';

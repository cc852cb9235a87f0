import { callerLimitsOptions, callerShapeOptions } from '@smart-router/traffic-shaping';
import { z } from 'zod';
import { groupOptions } from './group-options.js';
import { providerOptions } from './provider-options.js';
import { serverOptions } from './server-options.js';
import { stateOptions, storageOptions, telemetryOptions } from './storage-options.js';

const providerName = z
  .string()
  .regex(/^[A-Za-z0-9][\w.-]{0,63}$/, { error: 'should be a provider name of letters, digits and . _ -' });

const groupName = z
  .string()
  .regex(/^[A-Za-z0-9][\w.:@/-]{0,127}$/, { error: 'should be a group name of letters, digits and . _ - : @ /' });

const defaults = z.strictObject({
  caller_limits: callerLimitsOptions.prefault({}).describe('Hard limits.'),
  caller_traffic_shape: callerShapeOptions.optional().describe('Smoothing.'),
});

/** Every option there is, assembled from the rooms. */
export const configOptions = z.strictObject({
  server: serverOptions.prefault({}).describe('The HTTP side.'),
  storage: storageOptions.prefault({}).describe('Usage and keys.'),
  state: stateOptions.optional().describe('Shared state; in memory when absent.'),
  telemetry: telemetryOptions.prefault({}).describe('Logs and traces.'),
  providers: z.record(providerName, providerOptions).default({}).describe('Upstream accounts, by name.'),
  model_groups: z.record(groupName, groupOptions).default({}).describe('What callers name, by name.'),
  defaults: defaults.prefault({}).describe('For tokens that set none of their own.'),
});

/** The whole configuration, checked and with defaults filled in. */
export type ConfigOptions = z.infer<typeof configOptions>;

import { createHash } from 'node:crypto';
import { Secret } from '@smart-router/core';
import { toCallerLimits, toCallerShape } from '@smart-router/traffic-shaping';
import type { Catalog } from '../catalog.js';
import type { ConfigOptions } from '../options/config-options.js';
import { compileEndpoint } from './compile-endpoint.js';
import { compileAliases, compileGroups } from './compile-groups.js';
import { compileServer } from './compile-server.js';
import { compileState, compileStorage, compileTelemetry, type SecretLookup } from './compile-storage.js';
import { hashOptions } from './hash-options.js';

/** Resolves checked options into the catalog requests are served by. */
export function compileCatalog(options: ConfigOptions, secretOf: SecretLookup): Catalog {
  const providers = Object.entries(options.providers);
  const endpoints = new Map(providers.map(([name, provider]) => [name, compileEndpoint(name, provider, secretOf)]));
  const { caller_limits: limits, caller_traffic_shape: shape } = options.defaults;
  return {
    hash: hashOptions(options),
    routerId: routerIdOf(options),
    server: compileServer(options.server),
    storage: compileStorage(options.storage, secretOf),
    state: options.state && compileState(options.state, secretOf),
    telemetry: compileTelemetry(options.telemetry),
    groups: compileGroups({ options, endpoints, secretOf }),
    aliases: compileAliases({ options, endpoints, secretOf }),
    defaults: {
      callerLimits: toCallerLimits(limits),
      callerShape: shape && toCallerShape(shape),
      reserve: limits.reserve,
    },
    conversationSalt: conversationSaltOf(options, secretOf),
  };
}

/**
 * By where requests are sent, which all replicas share whatever else they are told apart by: a router with the same
 * providers and groups would send a request on to the same place again.
 */
function routerIdOf({ server, providers, model_groups }: ConfigOptions): string {
  return hashOptions({ organization: server.organization, providers, model_groups });
}

/** Replicas share a database, so that each finds the same one where none is declared. */
function conversationSaltOf({ server, storage }: ConfigOptions, secretOf: SecretLookup): Secret {
  if (server.conversation_salt !== undefined) return secretOf(server.conversation_salt);
  const database = secretOf(storage.database_url).reveal();
  return new Secret(createHash('sha256').update('conversations\n').update(database).digest('hex'));
}

import { listOf, recordOf, textOf, textsOf } from './plain.js';

/** The names in a configuration and who refers to whom; read from unchecked data, so that a bad value elsewhere hides nothing. */
export interface Outline {
  readonly providers: ReadonlyMap<string, ProviderOutline>;
  readonly groups: ReadonlyMap<string, readonly TargetOutline[]>;
  readonly defaultGroup: string | undefined;
  readonly exposeModels: boolean;
  readonly listen: string | undefined;
  readonly adminListen: string | undefined;
}

/** The names of one provider. */
export interface ProviderOutline {
  readonly auth: string;
  readonly prefix: string | undefined;
  readonly forceModelPrefix: boolean;
  readonly credentials: readonly CredentialOutline[];
  /** Model ref → its aliases. */
  readonly models: ReadonlyMap<string, readonly string[]>;
}

/** One credential of a provider. */
export interface CredentialOutline {
  readonly id: string | undefined;
  readonly hasKey: boolean;
}

/** Whom a target refers to; absent when it is not a text. */
export interface TargetOutline {
  readonly provider: string | undefined;
  readonly model: string | undefined;
}

/** Reads the names, passing over whatever has not the form it should have. */
export function readOutline(raw: unknown): Outline {
  const root = recordOf(raw);
  const server = recordOf(root['server']);
  return {
    providers: mapOf(root['providers'], readProvider),
    groups: mapOf(root['model_groups'], (group) => listOf(recordOf(group)['targets']).map(readTarget)),
    defaultGroup: textOf(server['default_model_group']),
    exposeModels: server['expose_models'] === true,
    listen: textOf(server['listen']),
    adminListen: textOf(server['admin_listen']),
  };
}

function readProvider(raw: unknown): ProviderOutline {
  const provider = recordOf(raw);
  return {
    auth: textOf(provider['auth']) ?? 'bearer',
    prefix: textOf(provider['prefix']),
    forceModelPrefix: provider['force_model_prefix'] === true,
    credentials: listOf(provider['credentials']).map(readCredential),
    models: mapOf(provider['models'], (model) => textsOf(recordOf(model)['aliases'])),
  };
}

function readCredential(raw: unknown): CredentialOutline {
  const credential = recordOf(raw);
  return { id: textOf(credential['id']), hasKey: credential['key'] !== undefined };
}

function readTarget(raw: unknown): TargetOutline {
  const target = recordOf(raw);
  return { provider: textOf(target['provider']), model: textOf(target['model']) };
}

function mapOf<Value>(raw: unknown, read: (value: unknown) => Value): ReadonlyMap<string, Value> {
  return new Map(Object.entries(recordOf(raw)).map(([name, value]) => [name, read(value)]));
}

/** A configuration as its file spells it, as far as changes of it look. */
export interface RawConfig {
  server: Record<string, unknown>;
  storage: Record<string, unknown>;
  providers: Record<string, RawProvider>;
  model_groups: Record<string, RawGroup>;
}

/** A provider as the file spells it. */
export interface RawProvider {
  base_url: string;
  backoff?: unknown;
  models: Record<string, { model: string; prices?: Record<string, unknown>; tags?: string[] }>;
}

/** A model group as the file spells it. */
export interface RawGroup {
  strategy: string;
  targets: { provider: string; model: string; weight?: number }[];
  contract?: unknown;
  dynamic_score?: unknown;
}

/** One provider of a configuration. */
export function providerOf(config: RawConfig, name: string): RawProvider {
  return found(config.providers[name], `provider "${name}"`);
}

/** One group of a configuration. */
export function groupOf(config: RawConfig, name: string): RawGroup {
  return found(config.model_groups[name], `model group "${name}"`);
}

/** What has to be there. */
export function found<Value>(value: Value | undefined, what: string): Value {
  if (value === undefined) throw new Error(`the configuration of the company should have ${what}`);
  return value;
}

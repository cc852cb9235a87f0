import type { ConfigPath } from '../config-problem.js';
import { configSchema } from '../config-schema.js';
import { recordOf } from './plain.js';

/** The keys a mapping at a path may have, as the JSON Schema lists them. */
export function knownKeysAt(path: ConfigPath): readonly string[] {
  const schema = path.reduce<unknown>((node, step) => childOf(recordOf(node), step), configSchema());
  return Object.keys(recordOf(recordOf(schema)['properties']));
}

function childOf(node: Readonly<Record<string, unknown>>, step: string | number): unknown {
  if (typeof step === 'number') return node['items'];
  return recordOf(node['properties'])[step] ?? node['additionalProperties'];
}

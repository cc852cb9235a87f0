import type { ConfigPath } from '../config-problem.js';
import { recordOf } from './plain.js';

/** The keys a mapping at a path may have, as a JSON Schema lists them. */
export function knownKeysAt(schema: object, path: ConfigPath): readonly string[] {
  const found = path.reduce<unknown>((node, step) => childOf(recordOf(node), step), schema);
  return Object.keys(recordOf(recordOf(found)['properties']));
}

function childOf(node: Readonly<Record<string, unknown>>, step: string | number): unknown {
  if (typeof step === 'number') return node['items'];
  return recordOf(node['properties'])[step] ?? node['additionalProperties'];
}

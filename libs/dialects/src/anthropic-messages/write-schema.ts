import { arrayOf, isRecord } from '../json/guards.js';
import type { JsonText } from '../json/json-text.js';
import { isAbsent, objectOf, type WireObject } from './wire.js';

/** A tool's schema as the API takes it. */
export interface WrittenSchema {
  /** A JSON tree (may hold `JsonText`). */
  readonly schema: unknown;
  /** Alternatives at its root were merged, so it allows more than before. */
  readonly widened: boolean;
}

const unions = ['anyOf', 'oneOf', 'allOf'] as const;

const nothingAsked: WrittenSchema = { schema: { type: 'object', properties: {} }, widened: false };

/**
 * `input_schema` must be an object schema without alternatives at its root. Any other root becomes one; a schema that
 * is one already is taken over as its own text.
 * @see https://docs.anthropic.com/en/docs/agents-and-tools/tool-use/implement-tool-use
 */
export function writeSchema(schema: JsonText | undefined): WrittenSchema {
  const value = schema?.value;
  if (schema === undefined || !isRecord(value)) return nothingAsked;
  const union = unions.some((keyword) => Array.isArray(value[keyword]));
  if (union) return { schema: mergeUnions(schema), widened: true };
  if (value['type'] === 'object') return { schema, widened: false };
  const rest = schema.entries().filter(([key]) => key !== 'type');
  const properties = isAbsent(value['properties']) && isAbsent(value['$ref']) ? { properties: {} } : {};
  return { schema: { type: 'object', ...properties, ...Object.fromEntries(rest) }, widened: false };
}

/** All properties any alternative knows; only what every alternative (or one of `allOf`) asks for is required. */
function mergeUnions(schema: JsonText): WireObject {
  const rest = schema.entries().filter(([key]) => key !== 'type' && !unions.some((keyword) => keyword === key));
  const branches = unions.flatMap((keyword) =>
    (schema.get(keyword)?.items() ?? []).map((item) => ({ keyword, schema: resolve(item, schema) })),
  );
  const properties = new Map<string, JsonText[]>();
  for (const part of [schema, ...branches.map((branch) => branch.schema)]) collectProperties(part, properties);
  const required = [
    ...requiredOf(schema),
    ...branches.filter(({ keyword }) => keyword === 'allOf').flatMap((branch) => requiredOf(branch.schema)),
    ...sharedOf(branches.filter(({ keyword }) => keyword !== 'allOf').map((branch) => requiredOf(branch.schema))),
  ];
  return {
    ...Object.fromEntries(rest),
    type: 'object',
    properties: Object.fromEntries([...properties].map(([name, texts]) => [name, eitherOf(texts)])),
    ...(required.length > 0 && { required: [...new Set(required)] }),
  };
}

/** A branch that only points into the same schema. */
function resolve(branch: JsonText, root: JsonText): JsonText {
  const pointer = objectOf(branch.value)['$ref'];
  if (typeof pointer !== 'string' || !pointer.startsWith('#/')) return branch;
  const keys = pointer
    .slice(2)
    .split('/')
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
  return keys.reduce<JsonText | undefined>((text, key) => text?.get(key), root) ?? branch;
}

function collectProperties(schema: JsonText, properties: Map<string, JsonText[]>): void {
  for (const [name, text] of schema.get('properties')?.entries() ?? []) {
    const known = properties.get(name) ?? [];
    if (!known.some(({ raw }) => raw === text.raw)) known.push(text);
    properties.set(name, known);
  }
}

function eitherOf(texts: readonly JsonText[]): unknown {
  return texts.length === 1 ? texts[0] : { anyOf: texts };
}

function requiredOf(schema: JsonText): readonly string[] {
  return arrayOf(objectOf(schema.value)['required']).filter((name) => typeof name === 'string');
}

function sharedOf(lists: readonly (readonly string[])[]): readonly string[] {
  const [first, ...others] = lists;
  return (first ?? []).filter((name) => others.every((list) => list.includes(name)));
}

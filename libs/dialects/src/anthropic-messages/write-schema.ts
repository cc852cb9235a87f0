import { arrayOf, isAbsent, isRecord, objectOf, type WireObject } from '../json/guards.js';
import type { JsonText } from '../json/json-text.js';

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
  const properties = new Map<string, Alternatives>();
  for (const part of new Set([schema, ...branches.map((branch) => branch.schema)])) collectProperties(part, properties);
  const required = [
    ...requiredOf(schema),
    ...schemasOf(branches.filter(({ keyword }) => keyword === 'allOf')).flatMap(requiredOf),
    ...sharedOf(schemasOf(branches.filter(({ keyword }) => keyword !== 'allOf')).map(requiredOf)),
  ];
  return {
    ...Object.fromEntries(rest),
    type: 'object',
    properties: Object.fromEntries([...properties].map(([name, texts]) => [name, eitherOf(texts)])),
    ...(required.length > 0 && { required: [...new Set(required)] }),
  };
}

/** Each once: many branches may point to one schema. */
function schemasOf(branches: readonly { readonly schema: JsonText }[]): readonly JsonText[] {
  return [...new Set(branches.map(({ schema }) => schema))];
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

/** What a property may be, by the text of it. */
type Alternatives = Map<string, JsonText>;

function collectProperties(schema: JsonText, properties: Map<string, Alternatives>): void {
  for (const [name, text] of schema.get('properties')?.entries() ?? []) {
    const known = properties.get(name) ?? new Map<string, JsonText>();
    properties.set(name, known);
    const { raw } = text;
    if (!known.has(raw)) known.set(raw, text);
  }
}

function eitherOf(alternatives: Alternatives): unknown {
  const texts = [...alternatives.values()];
  return texts.length === 1 ? texts[0] : { anyOf: texts };
}

function requiredOf(schema: JsonText): readonly string[] {
  return arrayOf(objectOf(schema.value)['required']).filter((name) => typeof name === 'string');
}

function sharedOf(lists: readonly (readonly string[])[]): readonly string[] {
  const [first, ...others] = lists;
  const sets = others.map((list) => new Set(list));
  return [...new Set(first)].filter((name) => sets.every((names) => names.has(name)));
}

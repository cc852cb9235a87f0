import { isObject, listOf, numberOf, objectOf, objectsOf, textOf, type JsonObject } from './guards.js';
import { sampleText } from './sample-text.js';

/** Where we are in a schema: its root for `$ref`, how deep, and the name of the property. */
interface Place {
  readonly root: JsonObject;
  readonly depth: number;
  readonly name: string;
}

/** Recursive schemas end here. */
const deepest = 12;

/** Makes one value that a JSON Schema accepts, always the same. */
export function instanceOfSchema(schema: unknown, name = 'value'): unknown {
  return make(schema, { root: objectOf(schema), depth: 0, name });
}

function make(given: unknown, place: Place): unknown {
  const schema = resolve(given, place);
  if ('const' in schema) return schema['const'];
  const choices = listOf(schema['enum']);
  if (choices.length > 0) return choices[0];
  if ('default' in schema) return schema['default'];
  const alternative = listOf(schema['anyOf'])[0] ?? listOf(schema['oneOf'])[0];
  if (alternative !== undefined) return make(merge([withoutChoices(schema), resolve(alternative, place)]), place);
  return (makers[typeOf(schema)] ?? makeObject)(schema, place);
}

const makers: Readonly<Record<string, (schema: JsonObject, place: Place) => unknown>> = {
  object: makeObject,
  array: makeArray,
  string: (schema, { name }) => sampleText(schema, name),
  integer: (schema) => makeNumber(schema, 1),
  number: (schema) => makeNumber(schema, 0.5),
  boolean: () => true,
  null: () => null,
};

function typeOf(schema: JsonObject): string {
  const types = Array.isArray(schema['type']) ? listOf(schema['type']) : [schema['type']];
  const type = textOf(types.find((each) => each !== 'null') ?? types[0]);
  if (type !== undefined) return type;
  if ('items' in schema || 'minItems' in schema) return 'array';
  if ('minimum' in schema || 'maximum' in schema) return 'integer';
  return 'properties' in schema || 'additionalProperties' in schema ? 'object' : 'string';
}

/** All required properties; when none is required, all of them. Deep down only what must be. */
function makeObject(schema: JsonObject, place: Place): unknown {
  const properties = objectOf(schema['properties']);
  const required = listOf(schema['required']).map(String);
  const names = required.length > 0 || place.depth >= deepest ? required : Object.keys(properties);
  const entries = names.map((name) => [name, make(properties[name] ?? {}, { ...place, depth: place.depth + 1, name })]);
  return Object.fromEntries(entries);
}

function makeArray(schema: JsonObject, place: Place): unknown {
  const least = numberOf(schema['minItems']);
  const count = least ?? (place.depth >= deepest || numberOf(schema['maxItems']) === 0 ? 0 : 1);
  const fixed = listOf(schema['prefixItems']);
  const inner = { ...place, depth: place.depth + 1 };
  return Array.from({ length: Math.max(count, fixed.length) }, (_, index) =>
    make(fixed[index] ?? schema['items'], inner),
  );
}

function makeNumber(schema: JsonObject, step: number): number {
  const above = numberOf(schema['exclusiveMinimum']);
  const least = numberOf(schema['minimum']) ?? (above === undefined ? undefined : above + step);
  const below = numberOf(schema['exclusiveMaximum']);
  const most = numberOf(schema['maximum']) ?? (below === undefined ? undefined : below - step);
  const multiple = numberOf(schema['multipleOf']) ?? step;
  const wanted = Math.min(Math.max(multiple, least ?? multiple), most ?? Number.POSITIVE_INFINITY);
  const rounded = Math.ceil(wanted / multiple) * multiple;
  return most !== undefined && rounded > most ? wanted : rounded;
}

/** Follows `$ref` inside the document and folds `allOf` into one schema. */
function resolve(given: unknown, place: Place): JsonObject {
  const schema = followReference(given, place.root);
  const parts = objectsOf(schema['allOf']);
  return parts.length === 0 ? schema : merge([schema, ...parts.map((part) => resolve(part, place))]);
}

function followReference(given: unknown, root: JsonObject): JsonObject {
  let schema = objectOf(given);
  for (let hops = 0; hops < deepest && typeof schema['$ref'] === 'string'; hops++)
    schema = lookUp(schema['$ref'], root);
  return schema;
}

function lookUp(reference: string, root: JsonObject): JsonObject {
  const steps = reference.replace(/^#\/?/, '').split('/').filter(Boolean);
  const unescape = (step: string) => step.replaceAll('~1', '/').replaceAll('~0', '~');
  return objectOf(steps.reduce<unknown>((value, step) => (isObject(value) ? value[unescape(step)] : undefined), root));
}

function withoutChoices(schema: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(schema).filter(([key]) => key !== 'anyOf' && key !== 'oneOf'));
}

function merge(schemas: readonly JsonObject[]): JsonObject {
  const all = Object.fromEntries(schemas.flatMap((schema) => Object.entries(schema)));
  const properties = Object.fromEntries(schemas.flatMap((schema) => Object.entries(objectOf(schema['properties']))));
  const required = [...new Set(schemas.flatMap((schema) => listOf(schema['required'])))];
  return { ...all, allOf: [], ...(Object.keys(properties).length > 0 ? { properties } : {}), required };
}

import { arrayOf, objectOf, textOf } from './guards.js';

/** The smallest instance of a JSON Schema that a test can recognise; deterministic. */
export function schemaInstance(schema: unknown, name = 'value'): unknown {
  const rules = objectOf(schema);
  if ('const' in rules) return rules['const'];
  const choice = arrayOf(rules['enum'])[0] ?? rules['default'];
  if (choice !== undefined) return choice;
  const branch = arrayOf(rules['anyOf'])[0] ?? arrayOf(rules['oneOf'])[0];
  if (branch !== undefined) return schemaInstance(branch, name);
  return instanceOfType(typeOf(rules), rules, name);
}

function typeOf(rules: Readonly<Record<string, unknown>>): string {
  const type = rules['type'];
  if (Array.isArray(type)) return textOf(type.find((one) => one !== 'null'));
  return typeof type === 'string' ? type : 'properties' in rules ? 'object' : 'string';
}

function instanceOfType(type: string, rules: Readonly<Record<string, unknown>>, name: string): unknown {
  switch (type) {
    case 'object':
      return objectInstance(rules);
    case 'array':
      return [schemaInstance(rules['items'], name)];
    case 'integer':
    case 'number':
      return typeof rules['minimum'] === 'number' ? rules['minimum'] : 42;
    case 'boolean':
      return true;
    case 'null':
      return null;
    default:
      return `simulated ${name}`;
  }
}

/** Required members, or all when none is required. */
function objectInstance(rules: Readonly<Record<string, unknown>>): unknown {
  const properties = objectOf(rules['properties']);
  const required = arrayOf(rules['required']).map(textOf);
  const names = required.length > 0 ? required : Object.keys(properties);
  return Object.fromEntries(names.map((name) => [name, schemaInstance(properties[name], name)]));
}

import { isRecord } from './json/guards.js';
import type { JsonText } from './json/json-text.js';

/**
 * OpenAI refuses a schema whose root does not say `type: object` with `properties`; others are left as they came.
 * A tool without a schema takes nothing.
 */
export function completeSchema(schema: JsonText | undefined): unknown {
  if (schema === undefined) return { type: 'object', properties: {} };
  const { value } = schema;
  if (!isRecord(value)) return schema;
  const lacksType = value['type'] === undefined;
  const lacksProperties = value['properties'] === undefined && (lacksType || value['type'] === 'object');
  if (!lacksType && !lacksProperties) return schema;
  return {
    ...(lacksType && { type: 'object' }),
    ...Object.fromEntries(schema.entries()),
    ...(lacksProperties && { properties: {} }),
  };
}

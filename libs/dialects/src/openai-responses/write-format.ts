import type { OutputFormat } from '../neutral/ask.js';

/** `text.format`. The API demands a name beside the schema, of the characters of function names. */
export function writeFormat(format: OutputFormat): unknown {
  if (format.kind === 'json-object') return { type: 'json_object' };
  const { schema, strict, description } = format;
  return {
    type: 'json_schema',
    name: (format.name ?? 'answer').replace(/[^a-zA-Z0-9_-]/g, '_').slice(0, 64),
    ...(description !== undefined && { description }),
    schema,
    ...(strict !== undefined && { strict }),
  };
}

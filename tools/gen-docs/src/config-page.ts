import { configSchema } from '@smart-router/config';
import { optionTable } from './option-table.js';
import type { SchemaNode } from './schema-node.js';

const introduction = `# Configuration

One YAML file, checked as a whole: \`smart-router config check smart-router.yaml\` tells every problem with its path, and
\`smart-router config schema\` prints the JSON Schema for editors. [smart-router.example.yaml](smart-router.example.yaml) is a
file to begin with. \`<name>\` stands for a name of your choice and \`[]\` for each entry of a list; unknown options are
refused. A secret is never written into the file: \`{ env: NAME }\` or \`{ file: PATH }\` says where it is.
`;

/** `docs/config.md`: every option with its type, default and meaning. */
export function configPage(): string {
  // The schema is our own and made of nothing but what SchemaNode names.
  const schema = configSchema() as SchemaNode;
  const sections = Object.entries(schema.properties ?? {}).map(([name, node]) => optionTable(name, node));
  return [introduction, ...sections].join('\n');
}

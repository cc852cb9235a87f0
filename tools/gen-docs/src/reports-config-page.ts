import { reportsConfigSchema } from '@smart-router/admin-reports';
import { optionTable, tableOf } from './option-table.js';
import type { Option, SchemaNode } from './schema-node.js';

const introduction = `# Configuration of the reports

One YAML file, checked as a whole: \`smart-router-reports config check smart-router-reports.yaml\` tells every problem with its
path, and \`smart-router-reports config schema\` prints the JSON Schema for editors.
[smart-router-reports.example.yaml](smart-router-reports.example.yaml) is a file to begin with;
[reports-operations.md](reports-operations.md) tells how to run the reports. \`[]\` stands for each entry of a list; unknown
options are refused. A secret is never written into the file: \`{ env: NAME }\` or \`{ file: PATH }\` says where it is.
`;

/** `docs/reports-config.md`: every option with its type, default and meaning. */
export function reportsConfigPage(): string {
  // The schema is our own and made of nothing but what SchemaNode names.
  const schema = reportsConfigSchema() as SchemaNode;
  const entries = Object.entries(schema.properties ?? {});
  const plain: readonly Option[] = entries
    .filter(([, node]) => !hasOptions(node))
    .map(([path, node]) => ({ path, node, required: schema.required?.includes(path) ?? false }));
  const sections = entries.filter(([, node]) => hasOptions(node)).map(([name, node]) => optionTable(name, node));
  return [introduction, `## General\n\n${tableOf(plain)}\n`, ...sections].join('\n');
}

/** A secret is one option, however it is written. */
function hasOptions(node: SchemaNode): boolean {
  return node.properties !== undefined || node.items?.properties !== undefined;
}

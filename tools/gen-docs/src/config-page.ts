import { configSchema } from '@smart-router/config';
import { optionsBelow, type Option, type SchemaNode } from './schema-node.js';
import { table } from './table.js';

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
  const sections = Object.entries(schema.properties ?? {}).map(([name, node]) => section(name, node));
  return [introduction, ...sections].join('\n');
}

function section(name: string, node: SchemaNode): string {
  const rows = optionsBelow(node, name).map((option) => [
    `\`${option.path}\``,
    typeOf(option.node),
    defaultOf(option),
    option.node.description ?? '',
  ]);
  return `## ${name}\n\n${node.description ?? ''}\n\n${table(['Option', 'Type', 'Default', 'Meaning'], rows)}\n`;
}

function typeOf(node: SchemaNode): string {
  if (node.enum !== undefined) return node.enum.map(code).join(' or ');
  if (node.const !== undefined) return code(node.const);
  if (node.anyOf !== undefined) return [...new Set(node.anyOf.map(alternative))].join(' or ');
  if (node.type === 'array') return `list of ${node.items === undefined ? 'anything' : typeOf(node.items)}`;
  if (node.type === 'object') return typeof node.additionalProperties === 'object' ? 'map' : 'object';
  return `${node.type ?? 'anything'}${rangeOf(node)}`;
}

function alternative(node: SchemaNode): string {
  const [key] = Object.keys(node.properties ?? {});
  return key === undefined ? typeOf(node) : `\`{ ${key} }\``;
}

/** Whole numbers end at 2^53 - 1 anyway; that bound says nothing. */
function rangeOf(node: SchemaNode): string {
  const maximum = node.maximum === Number.MAX_SAFE_INTEGER ? undefined : node.maximum;
  if (node.minimum !== undefined && maximum !== undefined) return `, ${node.minimum} to ${maximum}`;
  if (node.minimum !== undefined) return `, at least ${node.minimum}`;
  return maximum === undefined ? '' : `, at most ${maximum}`;
}

/** An object whose default is empty gets the defaults of its own options. */
function defaultOf({ node, required }: Option): string {
  if (required) return 'required';
  if (node.default === undefined) return '';
  const text = JSON.stringify(node.default);
  return text === '{}' ? '' : `\`${text}\``;
}

const code = (value: unknown): string => `\`${String(value)}\``;

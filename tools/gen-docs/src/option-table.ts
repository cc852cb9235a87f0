import { optionsBelow, type Option, type SchemaNode } from './schema-node.js';
import { table } from './table.js';

/** A section of a configuration: its name, its meaning, and a table of the options below it. */
export function optionTable(name: string, node: SchemaNode): string {
  return `## ${name}\n\n${node.description ?? ''}\n\n${tableOf(optionsBelow(node, name))}\n`;
}

/** A table of options with their types, defaults and meanings. */
export function tableOf(options: readonly Option[]): string {
  const rows = options.map((option) => [
    `\`${option.path}\``,
    typeOf(option.node),
    defaultOf(option),
    option.node.description ?? '',
  ]);
  return table(['Option', 'Type', 'Default', 'Meaning'], rows);
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

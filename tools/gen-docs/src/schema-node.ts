/** The part of JSON Schema that the configuration's schema is made of. */
export interface SchemaNode {
  readonly type?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly required?: readonly string[];
  /** The values of a map; `false` where unknown keys are refused. */
  readonly additionalProperties?: SchemaNode | boolean;
  readonly items?: SchemaNode;
  readonly anyOf?: readonly SchemaNode[];
  readonly minimum?: number;
  readonly maximum?: number;
}

/** One option: where it stands, and what may stand there. */
export interface Option {
  readonly path: string;
  readonly node: SchemaNode;
  readonly required: boolean;
}

/** Every option below a node, in the order of the schema; `<name>` stands for a key of the operator's choice. */
export function optionsBelow(node: SchemaNode, path: string): readonly Option[] {
  const named = Object.entries(node.properties ?? {}).flatMap(([key, child]) => {
    const below = path === '' ? key : `${path}.${key}`;
    return [
      { path: below, node: child, required: node.required?.includes(key) ?? false },
      ...optionsBelow(child, below),
    ];
  });
  const values = typeof node.additionalProperties === 'object' ? node.additionalProperties : undefined;
  return [
    ...named,
    ...(values === undefined ? [] : optionsBelow(values, `${path}.<name>`)),
    ...(node.items === undefined ? [] : optionsBelow(node.items, `${path}[]`)),
  ];
}

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { parse } from 'yaml';
import { configSchema } from './config-schema.js';

const validate = new Ajv2020({ strict: false, validateFormats: false }).compile(configSchema());

describe('configSchema', () => {
  it('accepts the documented example and refuses an unknown key', () => {
    const example: unknown = parse(readFileSync(join(__dirname, '../../../docs/smart-router.example.yaml'), 'utf8'));
    expect(validate(example)).toBe(true);
    expect(validate({ server: { litsen: '127.0.0.1:8080' } })).toBe(false);
  });

  it('describes every key', () => {
    const keys = [...keysOf(configSchema(), '')];
    expect(keys.length).toBeGreaterThan(100);
    expect(keys.filter(({ described }) => !described).map(({ path }) => path)).toEqual([]);
  });
});

interface DescribedKey {
  readonly path: string;
  readonly described: boolean;
}

function* keysOf(node: unknown, path: string): Generator<DescribedKey> {
  if (typeof node !== 'object' || node === null) return;
  for (const [word, inner] of Object.entries(node)) {
    if (word === 'properties') yield* propertiesOf(inner, path);
    else if (word === 'items' || word === 'additionalProperties') yield* keysOf(inner, `${path}*.`);
    else if (word === 'anyOf') for (const option of inner) yield* keysOf(option, path);
  }
}

function* propertiesOf(
  properties: Readonly<Record<string, { readonly description?: string }>>,
  path: string,
): Generator<DescribedKey> {
  for (const [key, value] of Object.entries(properties)) {
    yield { path: path + key, described: value.description !== undefined };
    yield* keysOf(value, `${path}${key}.`);
  }
}

import { Ajv } from 'ajv';
import { instanceOfSchema } from './instance-of-schema.js';

const ajv = new Ajv({ strict: false, validateFormats: false });

test.each([
  [
    'an object with required properties',
    { type: 'object', properties: { a: { type: 'string' }, b: {} }, required: ['a'] },
  ],
  ['an object without', { type: 'object', properties: { a: { type: 'integer' }, b: { type: 'boolean' } } }],
  ['a choice', { enum: ['red', 'green'] }],
  ['a constant', { type: 'object', properties: { kind: { const: 7 } }, required: ['kind'] }],
  ['a nullable type', { type: ['null', 'string'] }],
  [
    'bounds',
    { type: 'object', properties: { n: { type: 'integer', exclusiveMinimum: 4, maximum: 5 } }, required: ['n'] },
  ],
  ['a multiple', { type: 'number', minimum: 10.5, multipleOf: 4 }],
  ['an upper bound alone', { type: 'integer', maximum: -3 }],
  ['a list with a least length', { type: 'array', items: { type: 'string', minLength: 30 }, minItems: 2 }],
  ['an empty list', { type: 'array', maxItems: 0 }],
  ['a pattern', { type: 'string', pattern: '^[0-9]{5}$' }],
  [
    'alternatives beside properties',
    { properties: { a: { type: 'string' } }, required: ['a'], type: 'object', anyOf: [{ required: ['a'] }] },
  ],
  ['one of several', { oneOf: [{ type: 'integer' }, { type: 'string' }] }],
  ['all of several', { allOf: [{ type: 'object', required: ['a'] }, { properties: { a: { type: 'null' } } }] }],
  [
    'a reference',
    { $ref: '#/$defs/x', $defs: { x: { type: 'object', properties: { y: { type: 'number' } }, required: ['y'] } } },
  ],
  [
    'recursion that may end',
    {
      $defs: {
        n: {
          type: 'object',
          properties: { v: { type: 'integer' }, next: { anyOf: [{ type: 'null' }, { $ref: '#/$defs/n' }] } },
          required: ['v', 'next'],
        },
      },
      $ref: '#/$defs/n',
    },
  ],
])('makes an instance of %s', (_name, schema) => {
  const value = instanceOfSchema(schema);
  expect(ajv.validate(schema, value) ? undefined : { value, errors: ajv.errors }).toBeUndefined();
});

test('recursion without an end is cut, and anything at all is answered for no schema', () => {
  const endless = { type: 'object', properties: { child: { $ref: '#' } } };
  expect(JSON.stringify(instanceOfSchema(endless)).length).toBeLessThan(1000);
  expect(instanceOfSchema(undefined, 'city')).toBe('sample city');
});

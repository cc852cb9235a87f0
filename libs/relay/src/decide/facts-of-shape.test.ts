import fc from 'fast-check';
import { dialectNames, type AskFacts, type Capabilities, type DialectName, type Target } from '@smart-router/core';
import { lossesTo, lossTables } from '@smart-router/dialects';
import { chooseField, type Field } from '@smart-router/eligibility';
import type { AskState } from '../state/ask-state.js';
import { factsOfShape, stateOfShape } from './facts-of-shape.js';
import { isUnjudged } from './is-unjudged.js';
import { requestShape } from './request-shape.js';

type State = Pick<AskState, 'boundIssuer' | 'home'>;

const secret = 'my-secret-words';
const tools = ['web_search', 'mcp', 'code_execution', 'browser_of_tomorrow', secret];
const issuers = ['openai', 'anthropic'];
const maybe = <Value>(arbitrary: fc.Arbitrary<Value>): fc.Arbitrary<Value | undefined> =>
  fc.option(arbitrary, { nil: undefined });
const someOf = (words: readonly string[]): fc.Arbitrary<string[]> =>
  fc.array(fc.constantFrom(...words), { maxLength: 3 });
const featuresOf = (dialect: DialectName): readonly string[] => [
  ...['forced_tool_choice', 'function_call_output', 'beta:long-2026', secret],
  ...Object.keys(lossTables[dialect]),
];

const factsIn = (dialect: DialectName): fc.Arbitrary<AskFacts> =>
  fc.record({
    dialect: fc.constant(dialect),
    model: maybe(fc.constant('coding')),
    stream: fc.boolean(),
    requestBytes: fc.nat(2000),
    estimatedInputTokens: fc.nat(2000),
    outputCap: maybe(fc.nat(2000)),
    toolCount: fc.nat(2),
    toolSchemaBytes: fc.nat(2000),
    toolChoice: maybe(fc.constantFrom('auto' as const, 'none', 'required', 'named')),
    parallelToolCalls: maybe(fc.boolean()),
    hostedTools: someOf(tools),
    modalities: fc
      .subarray(['image', 'file', 'audio', 'video'] as const)
      .map((more) => ['text', ...more] as AskFacts['modalities']), // of closed words
    imageCount: fc.nat(3),
    structuredOutput: fc.boolean(),
    reasoning: maybe(
      fc.record({ effort: fc.constantFrom('low', 'max', secret), budgetTokens: fc.nat() }, { requiredKeys: [] }),
    ),
    prefill: fc.boolean(),
    systemInside: fc.boolean(),
    fields: someOf([...Object.keys(lossTables[dialect]), secret]),
    features: someOf(featuresOf(dialect)),
    bound: fc.array(fc.constant({ kind: 'file-id', value: secret, field: 'messages[0]' } as const), { maxLength: 1 }),
  });

const state: fc.Arbitrary<State> = fc.record({
  boundIssuer: maybe(fc.constantFrom(...issuers)),
  home: maybe(fc.record({ issuer: fc.constantFrom(...issuers), dialect: fc.constantFrom(...dialectNames) })),
});

const capabilities = (dialect: DialectName) =>
  fc.record({
    inputModalities: fc.constantFrom(['text'], ['text', 'image'], ['text', 'image', 'file', 'audio', 'video']),
    tools: fc.boolean(),
    toolChoice: fc.boolean(),
    parallelToolCalls: fc.boolean(),
    structuredOutputs: fc.boolean(),
    reasoning: maybe(fc.constant({ mode: 'opt_in' })),
    prefill: fc.boolean(),
    systemMessages: fc.constantFrom('any', 'leading'),
    hostedTools: someOf(tools),
    maxOutputTokens: maybe(fc.nat(2000)),
    minOutputTokens: maybe(fc.nat(2000)),
    honorsMaxTokens: fc.boolean(),
    unsupportedFeatures: someOf(featuresOf(dialect)),
  }) as unknown as fc.Arbitrary<Capabilities>; // what no rule reads is left out

const targetFor = (dialect: DialectName): fc.Arbitrary<Target> =>
  fc.record({
    id: fc.constant('provider/model'),
    toolOnly: fc.boolean(),
    disabled: fc.constant(false),
    contextTokens: maybe(fc.nat(4000)),
    capabilities: capabilities(dialect),
    requestLimits: fc.record({
      maxRequestBytes: maybe(fc.nat(2000)),
      maxEstimatedInputTokens: maybe(fc.nat(2000)),
      maxToolSchemaBytes: maybe(fc.nat(2000)),
    }),
    endpoint: fc.record({
      dialect: fc.constantFrom(...dialectNames),
      issuer: fc.constantFrom(...issuers),
      credentials: fc.constant([{ id: 'main', disabled: false }]),
    }),
  }) as unknown as fc.Arbitrary<Target>; // the same

const asks = fc
  .constantFrom(...dialectNames)
  .chain((dialect) => fc.record({ facts: factsIn(dialect), state, targets: fc.array(targetFor(dialect)) }));

const fieldOf = (facts: AskFacts, { boundIssuer }: State, targets: readonly Target[]): Field =>
  chooseField({ facts, targets, boundIssuer, refusedFields: (dialect) => lossesTo(facts, dialect).refused });

const reasonsFor = (field: Field, target: Target): readonly string[] =>
  field.excluded.find((exclusion) => exclusion.target === target)?.reasons ?? [];

test('a stored shape is judged as the request was, or said to be beyond judgement', () => {
  fc.assert(
    fc.property(asks, ({ facts, state: asked, targets }) => {
      const shape = requestShape(facts, asked, undefined);
      const stored = fieldOf(factsOfShape({ ...facts, shape }), stateOfShape(shape), targets);
      const real = fieldOf(facts, asked, targets);
      for (const target of targets.filter((each) => !isUnjudged(shape, facts.dialect, each)))
        expect(reasonsFor(stored, target)).toEqual(reasonsFor(real, target));
    }),
    { numRuns: 1000 },
  );
});

test('what is beyond judgement is only what an unknown word may decide', () => {
  fc.assert(
    fc.property(asks, ({ facts, state: asked, targets }) => {
      const shape = requestShape(facts, asked, undefined);
      const doubtful = targets.filter((each) => isUnjudged(shape, facts.dialect, each));
      const words = [...shape.hostedTools, ...shape.features];
      expect(doubtful.length === 0 || words.includes('other')).toBe(true);
    }),
  );
});

test('who holds the state of a stored request is the same', () => {
  fc.assert(
    fc.property(asks, ({ facts, state: asked }) => {
      expect(stateOfShape(requestShape(facts, asked, undefined))).toEqual(asked);
    }),
  );
});

test('no word of a caller is in a shape', () => {
  fc.assert(
    fc.property(asks, ({ facts, state: asked }) => {
      const shape = requestShape(facts, asked, 'ck_0123');
      expect(JSON.stringify(shape)).not.toContain(secret);
      expect(JSON.stringify(shape)).not.toContain('beta:');
    }),
  );
});

import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import type { CountDialect } from '../count/counting.js';
import { isRecord } from '../json/guards.js';
import { outsideText } from './outside-data.laws.js';
import type { PublishedDialect } from './exchanges.laws.js';

/** What a body can be: a request, a whole answer, or one event of a stream. */
export type BodyKind = 'ask' | 'reply' | 'event';

const schemaNames: Readonly<Record<PublishedDialect, Readonly<Record<BodyKind, string>>>> = {
  'openai-chat': {
    ask: 'CreateChatCompletionRequest',
    reply: 'CreateChatCompletionResponse',
    event: 'CreateChatCompletionStreamResponse',
  },
  'openai-responses': { ask: 'CreateResponse', reply: 'Response', event: 'ResponseStreamEvent' },
  'anthropic-messages': { ask: 'BetaCreateMessageParams', reply: 'BetaMessage', event: 'BetaMessageStreamEvent' },
};

const countNames: Readonly<Record<CountDialect, string>> = {
  'openai-responses': 'TokenCountsResource',
  'anthropic-messages': 'BetaCountMessageTokensResponse',
};

const publishers: Readonly<Record<PublishedDialect, string>> = {
  'openai-chat': 'oai',
  'openai-responses': 'oai',
  'anthropic-messages': 'ant',
};

const compilers = new Map<string, Ajv2020>();
const compiled = new Map<string, ValidateFunction>();

/** Whether the published schemas are there to check against. */
export const schemasPresent = outsideText('schemas/oai.relaxed.schemas.json') !== undefined;

/** What a body says against the published schema of its kind; empty when it is valid or no schema is there. */
export function violations(dialect: PublishedDialect, kind: BodyKind, body: unknown): readonly string[] {
  if (!schemasPresent) return [];
  return violationsOf(publishers[dialect], schemaNames[dialect][kind], body);
}

/** The same of an answer that tells a count of tokens. */
export function countViolations(dialect: CountDialect, body: unknown): readonly string[] {
  return schemasPresent ? violationsOf(publishers[dialect], countNames[dialect], body) : [];
}

function violationsOf(publisher: string, name: string, body: unknown): readonly string[] {
  const validate = validatorOf(publisher, name);
  if (validate(body) === true) return [];
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

function validatorOf(publisher: string, name: string): ValidateFunction {
  const known = compiled.get(name);
  if (known !== undefined) return known;
  const validate = compilerOf(publisher).compile({ $ref: `${publisher}://s#/components/schemas/${name}` });
  compiled.set(name, validate);
  return validate;
}

function compilerOf(publisher: string): Ajv2020 {
  const known = compilers.get(publisher);
  if (known !== undefined) return known;
  const compiler = new Ajv2020({ strict: false, allErrors: true, validateFormats: false, logger: false });
  compiler.addSchema(schemasOf(publisher));
  compilers.set(publisher, compiler);
  return compiler;
}

/**
 * The alternatives of a Responses input item overlap: a user message with parts is an `EasyInputMessage` and an
 * `InputMessage`, so `oneOf` refuses the documented form. Any of them is meant.
 * @see https://platform.openai.com/docs/api-reference/responses/create#responses-create-input
 */
function schemasOf(publisher: string): object {
  const text = outsideText(`schemas/${publisher}.relaxed.schemas.json`) ?? '{}';
  // A file of schemas with an id, as ajv takes them.
  return JSON.parse(text, (name, value: unknown) =>
    name === 'InputItem' && isRecord(value) ? { anyOf: value['oneOf'] } : value,
  ) as object;
}

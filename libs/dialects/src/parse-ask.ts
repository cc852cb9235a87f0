import { fault, refuse, succeed, type AskFacts, type DialectName, type Result } from '@smart-router/core';
import type { Ask } from './ask.js';
import { counting, type CountDialect } from './count/counting.js';
import { dialects } from './dialects.js';
import { isRecord, type WireObject } from './json/guards.js';
import { readJson, type JsonText } from './json/json-text.js';
import { saysNothing } from './losses.js';
import type { NeutralAsk } from './neutral/ask.js';
import { carryToResponses, isResponsesBody, refuseResponsesBody } from './responses-on-chat.js';

/** What of a request body is accepted. */
export interface ParseLimits {
  /** The deepest nesting of arrays and objects that is read. */
  readonly maxDepth: number;
  /** What becomes of a Responses body posted to the Chat endpoint; refused when left out. */
  readonly responsesOnChat?: 'accept' | 'refuse';
}

/** Reads a request body as a dialect's; refuses one that is not, naming the field. */
export function parseAsk(dialect: DialectName, bytes: Uint8Array, limits: ParseLimits): Result<Ask> {
  const body = parseObject(bytes, limits);
  if (!body.ok) return body;
  if (dialect === 'openai-chat' && isResponsesBody(body.value.object)) {
    if (limits.responsesOnChat === 'accept') return parseCarried(body.value.text, limits);
    const refused = refuseResponsesBody(body.value.object);
    if (!refused.ok) return refused;
  }
  return askOf(body.value, dialects[dialect].readFacts(body.value.text));
}

/** The same of a body whose tokens are to be counted. */
export function parseCountAsk(dialect: CountDialect, bytes: Uint8Array, limits: ParseLimits): Result<Ask> {
  const body = parseObject(bytes, limits);
  return body.ok ? askOf(body.value, counting[dialect].readFacts(body.value.text)) : body;
}

/** A body that is an object. */
interface Body {
  readonly text: JsonText;
  readonly object: WireObject;
}

function parseObject(bytes: Uint8Array, limits: ParseLimits): Result<Body> {
  const read = readJson(bytes, limits.maxDepth);
  if (!read.ok) return read;
  const { value } = read.value;
  if (isRecord(value)) return succeed({ text: read.value, object: value });
  return refuse(fault('invalid-request', `the body should be a JSON object, got ${kindOf(value)}`));
}

function askOf({ text, object }: Body, facts: Result<AskFacts>): Result<Ask> {
  return facts.ok ? succeed(createAsk(text, withoutIdleFields(facts.value, object))) : facts;
}

function parseCarried(body: JsonText, limits: ParseLimits): Result<Ask> {
  const carried = carryToResponses(body);
  return carried.ok ? parseAsk('openai-responses', carried.value, limits) : carried;
}

function createAsk(body: JsonText, facts: AskFacts): Ask {
  let neutral: Result<NeutralAsk> | undefined;
  return {
    dialect: facts.dialect,
    body,
    facts,
    neutral: () => (neutral ??= dialects[facts.dialect].readAsk(body)),
  };
}

/** Fields that say nothing (`n: 1`, `stop: null`) cannot be lost, so the losses table is not asked about them. */
function withoutIdleFields(facts: AskFacts, body: Readonly<Record<string, unknown>>): AskFacts {
  return { ...facts, fields: facts.fields.filter((field) => !saysNothing(facts.dialect, field, body[field])) };
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'an array' : `a ${typeof value}`;
}

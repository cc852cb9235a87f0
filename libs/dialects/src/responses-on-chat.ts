import { fault, refuse, succeed, type Result } from '@smart-router/core';
import { arrayOf, isAbsent, isRecord, objectOf, type WireObject } from './json/guards.js';
import type { JsonText } from './json/json-text.js';
import { writeJson } from './json/write-json.js';
import { invalid } from './refusals.js';

/** Fields that a Responses body has and a Chat body has not. */
const responsesFields = ['input', 'instructions', 'reasoning', 'text', 'previous_response_id', 'max_output_tokens'];

/** Each of them is the cap; only one may be sent, and it leaves as the first. */
const capFields = ['max_output_tokens', 'max_completion_tokens', 'max_tokens'];

/** Fields whose meaning a client on the wrong endpoint cannot count on. */
const refusedFields = ['messages', 'include', 'truncation', 'metadata', 'store'];

/** Whether a body posted to the Chat endpoint was written for Responses; told by its fields, never by the client. */
export function isResponsesBody(body: WireObject): boolean {
  const has = (field: string): boolean => !isAbsent(body[field]);
  return has('messages') ? has('input') : responsesFields.some(has);
}

/** Refuses a Responses body where it is not tolerated. With `messages` beside it, it is a Chat body with a field too many. */
export function refuseResponsesBody(body: WireObject): Result<undefined> {
  if (!isAbsent(body['messages'])) return succeed(undefined);
  const message = 'the body is one of Responses and should be posted to /v1/responses, got it at the Chat endpoint';
  return refuse(fault('responses-body-on-chat-endpoint-disabled', message));
}

/** The body as the Responses endpoint takes it, every value as it came; refuses what the tolerance does not reach. */
export function carryToResponses(body: JsonText): Result<Uint8Array> {
  const value = objectOf(body.value);
  const refused = refusedFields.find((field) => !isAbsent(value[field]));
  if (refused !== undefined)
    return invalid(refused, `${refused} should not be in a Responses body at the Chat endpoint`);
  const caps = capFields.filter((field) => !isAbsent(value[field]));
  if (caps.length > 1) return invalid(caps[1] ?? '', `the output cap should be sent once, got ${caps.join(' and ')}`);
  const hosted = arrayOf(value['tools'])
    .map(objectOf)
    .find(({ type }) => type !== 'function');
  if (hosted !== undefined) {
    return invalid('tools', `tools should be functions at the Chat endpoint, got ${JSON.stringify(hosted['type'])}`);
  }
  const text = carryFormat(body, value);
  if (!text.ok) return text;
  const renamed = body.entries().flatMap(([name, member]) => carryField(name, member));
  const tree = { ...Object.fromEntries(renamed), ...(text.value === undefined ? {} : { text: text.value }) };
  return succeed(new TextEncoder().encode(writeJson(tree)));
}

function carryField(name: string, member: JsonText): readonly (readonly [string, JsonText])[] {
  if (capFields.includes(name)) return member.value === null ? [] : [['max_output_tokens', member]];
  // A stream of Responses reports its usage unasked.
  const isIdle = name === 'response_format' || (name === 'stream_options' && onlyAsksForUsage(member.value));
  return isIdle ? [] : [[name, member]];
}

function onlyAsksForUsage(options: unknown): boolean {
  return isRecord(options) && Object.keys(options).every((name) => name === 'include_usage');
}

/** `response_format` is Chat's word for `text.format`; both may stand only when they say the same. */
function carryFormat(body: JsonText, value: WireObject): Result<WireObject | undefined> {
  const wished = value['response_format'];
  if (isAbsent(wished)) return succeed(undefined);
  const { type, json_schema: schema } = objectOf(wished);
  const format = type === 'json_schema' ? { type, ...objectOf(schema) } : wished;
  const own = objectOf(value['text'])['format'];
  if (!isAbsent(own) && JSON.stringify(own) !== JSON.stringify(format)) {
    return invalid('response_format', 'response_format should be left out or say what text.format says, got another');
  }
  return succeed({ ...Object.fromEntries(body.get('text')?.entries() ?? []), format });
}

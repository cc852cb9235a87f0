import { fault, refuse, type DialectName, type Fault, type Result } from '@smart-router/core';
import type { Dialect } from './dialect.js';
import { isRecord } from './json/guards.js';
import { readJson, type JsonText } from './json/json-text.js';
import type { WireFault } from './neutral/events.js';

/** Far deeper than any reply, and far from what would exhaust the stack. */
const maxReplyDepth = 512;

/** The member every successful reply of a dialect has, an array. */
const replyMember: Readonly<Record<DialectName, string>> = {
  'openai-chat': 'choices',
  'openai-responses': 'output',
  'anthropic-messages': 'content',
};

/** Reads a whole reply of a 2xx status; refuses error bodies, pages, and anything else that is no reply. */
export function readReplyBody(dialect: Dialect, bytes: Uint8Array): Result<JsonText> {
  const read = readJson(bytes, maxReplyDepth);
  if (!read.ok) return refuse(fault('upstream-failed', 'the provider answered with a body that is not JSON'));
  const value = read.value.value;
  const member = replyMember[dialect.name];
  if (isRecord(value) && Array.isArray(value[member])) return read;
  if (isRecord(value) && isRecord(value['error'])) return refuse(upstreamFault(dialect.readFault(200, read.value)));
  return refuse(fault('upstream-failed', `the provider answered with a body that has no \`${member}\``));
}

/** A failure that a provider reported inside a 2xx answer, as a fault of ours. */
export function upstreamFault(subject: WireFault): Fault {
  const code = subject.code === undefined ? {} : { code: subject.code };
  return fault('upstream-failed', `the provider reported: ${subject.message}`, code);
}

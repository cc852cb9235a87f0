import { dialectNames, type DialectName } from '@smart-router/core';
import type { AnswerHeaders } from '../answer-sink.js';

/** What becomes of one response header of a provider; a trailing `*` in the name stands for any rest. */
export type ResponseHeaderRow = {
  readonly name: string;
  readonly meaning: string;
} & (
  | { readonly fate: 'stops' }
  /** The router sends one of its own in its place. */
  | { readonly fate: 'ours' }
  /** To callers of the same dialect. */
  | { readonly fate: 'passes'; readonly to: readonly DialectName[] }
);

const openai = ['openai-chat', 'openai-responses'] as const;

const stops = (name: string, meaning: string): ResponseHeaderRow => ({ name, fate: 'stops', meaning });
const ours = (name: string, meaning: string): ResponseHeaderRow => ({ name, fate: 'ours', meaning });

/** What becomes of the headers of a provider's answer. A header without a row stops here: this is an allow-list. */
export const responseHeaders: readonly ResponseHeaderRow[] = [
  { name: 'openai-processing-ms', fate: 'passes', to: openai, meaning: 'How long the provider worked.' },
  { name: 'openai-version', fate: 'passes', to: openai, meaning: 'The version of the provider’s API.' },
  ours('x-request-id', 'The router’s id of the request, on every answer; the one to tell the operator.'),
  ours('request-id', 'The same id where Messages clients look for it.'),
  ours('retry-after', 'When a fault says how long to wait; `retry-after-ms` too.'),
  ours('x-should-retry', 'On every fault, from the catalogue of errors.'),
  ours('content-type', 'As the answer is.'),
  ours('content-length', 'As the answer is; streams have none.'),
  stops('anthropic-ratelimit-*', 'Limits of the operator’s account, which callers share.'),
  stops('x-ratelimit-*', 'As `anthropic-ratelimit-*`.'),
  stops('x-codex-*', 'As `anthropic-ratelimit-*`.'),
  stops('anthropic-organization-id', 'The operator’s account.'),
  stops('anthropic-workspace-id', 'The operator’s account.'),
  stops('openai-organization', 'The operator’s account.'),
  stops('openai-project', 'The operator’s account.'),
  stops('openai-model', 'The body names the model, as `server.model_identity` says.'),
  stops('set-cookie', 'Never reaches a caller.'),
  stops('content-encoding', 'Answers are unpacked here and leave plain.'),
  stops('server', 'The provider’s insides, as are `via`, `cf-ray` and `server-timing`.'),
  stops('location', 'Redirects are not followed and not told.'),
];

const passing: ReadonlyMap<DialectName, readonly string[]> = new Map(
  dialectNames.map((dialect) => [dialect, namesTo(dialect)]),
);

/** The headers of a provider's answer that reach a caller of the provider's own dialect. */
export function passedHeaders(dialect: DialectName, header: (name: string) => string | undefined): AnswerHeaders {
  const passed: Record<string, string> = {};
  for (const name of passing.get(dialect) ?? []) {
    const value = header(name);
    if (value !== undefined) passed[name] = value;
  }
  return passed;
}

function namesTo(dialect: DialectName): readonly string[] {
  return responseHeaders.filter((row) => row.fate === 'passes' && row.to.includes(dialect)).map(({ name }) => name);
}

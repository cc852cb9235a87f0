import { createHmac } from 'node:crypto';
import type { Capabilities, Credential, DialectName } from '@smart-router/core';
import type { Note } from '@smart-router/dialects';

/** The attempt a header would leave with. */
export interface Hop {
  readonly dialect: DialectName;
  /** Whether the caller speaks the target's dialect. */
  readonly sameLane: boolean;
  readonly model: string;
  readonly capabilities: Capabilities;
  readonly credential: Credential;
  /** Whose request it is; the same over rotation. */
  readonly keyId: string;
}

/** What a header becomes for one target, and what of it was left out. */
export interface MappedHeader {
  /** `undefined` when nothing of it leaves. */
  readonly value: string | undefined;
  readonly notes: readonly Note[];
}

/** What becomes of one request header; a trailing `*` in the name stands for any rest. */
export type RequestHeaderRow = {
  readonly name: string;
  readonly meaning: string;
} & (
  | { readonly fate: 'stops' }
  /** Whatever a caller sends, the router sends one of its own, and only to routers. */
  | { readonly fate: 'ours' }
  /** On the same lane only: it speaks of the body as the caller wrote it. */
  | { readonly fate: 'passes'; readonly to: readonly DialectName[] }
  | {
      readonly fate: 'mapped';
      readonly to: readonly DialectName[];
      readonly lanes: 'same' | 'all';
      readonly map: (value: string, hop: Hop) => MappedHeader;
    }
);

const openai = ['openai-chat', 'openai-responses'] as const;
const messages = ['anthropic-messages'] as const;
const all = [...openai, ...messages] as const;

const passes = (name: string, to: readonly DialectName[], meaning: string): RequestHeaderRow => ({
  ...{ name, fate: 'passes', to, meaning },
});
const stops = (name: string, meaning: string): RequestHeaderRow => ({ name, fate: 'stops', meaning });

/** What becomes of the headers of a caller. A header without a row stops here: this is an allow-list. */
export const requestHeaders: readonly RequestHeaderRow[] = [
  passes('anthropic-version', messages, 'Any version, also one we do not know; 2023-06-01 when none was sent.'),
  {
    ...{ name: 'anthropic-beta', fate: 'mapped', to: messages, lanes: 'same', map: filterBetas },
    meaning:
      'Lists and repetitions become one list without duplicates. A beta that the target lists as `beta:<name>` in `unsupported_features` is dropped with a note.',
  },
  passes('openai-beta', openai, 'As it came.'),
  {
    ...{ name: 'idempotency-key', fate: 'mapped', to: all, lanes: 'all', map: sealIdempotencyKey },
    meaning:
      'An HMAC over the caller’s key, the target and the value, made with the provider’s key: the same for a repeated request, never the same for two tenants.',
  },
  passes(
    'x-client-request-id',
    openai,
    'Also kept on the usage row. A router upstream gets this router’s own request id instead, on every lane.',
  ),
  passes('session-id', ['openai-responses'], 'Helps the provider’s prompt cache.'),
  passes('thread-id', ['openai-responses'], 'As `session-id`.'),
  passes('session_id', ['openai-responses'], 'As `session-id`; older clients.'),
  passes('conversation_id', ['openai-responses'], 'As `session-id`; older clients.'),
  stops('authorization', 'The router’s token. The provider gets the operator’s key.'),
  stops('x-api-key', 'As `authorization`.'),
  stops('openai-organization', 'Accounts are the operator’s choice: `providers.<name>.headers` may set it.'),
  stops('openai-project', 'As `openai-organization`.'),
  {
    ...{ name: 'x-router-hops', fate: 'ours' },
    meaning:
      'The ids of the routers a request has passed, this one’s last, so that a loop ends. Only to a router: where the key shown upstream begins with `rtr_`.',
  },
  stops('x-request-id', 'The router makes its own; `x-client-request-id` carries the caller’s.'),
  stops('cookie', 'Never leaves.'),
  stops('x-stainless-*', 'What an SDK says of itself.'),
  stops('x-codex-*', 'What Codex says of itself.'),
  stops('x-claude-code-*', 'What Claude Code says of itself.'),
  stops('x-openai-*', 'As `x-codex-*`; so are `x-oai-*`, `originator` and `version`.'),
  stops('x-app', 'As `x-claude-code-*`; so is `anthropic-dangerous-direct-browser-access`.'),
  stops('user-agent', 'Kept on the usage row as a word of a closed list.'),
  stops('forwarded', 'Where the caller came from is nobody’s business upstream.'),
  stops('x-forwarded-*', 'As `forwarded`.'),
  stops('x-real-ip', 'As `forwarded`.'),
  stops('traceparent', 'Traces do not cross the router.'),
  stops('tracestate', 'As `traceparent`.'),
  stops('connection', 'Hop by hop; so are `keep-alive`, `te`, `trailer`, `transfer-encoding` and `upgrade`.'),
  stops('proxy-*', 'Hop by hop.'),
  stops('host', 'The provider’s own.'),
  stops('content-type', 'The router sends `application/json`.'),
  stops('content-encoding', 'Bodies are unpacked here and leave plain.'),
  stops('accept', 'The router asks for JSON or an event stream, as the body says.'),
  stops('accept-encoding', 'Answers are asked for plain.'),
];

/** @see https://docs.anthropic.com/en/api/beta-headers — several betas stand in one header, parted by commas. */
function filterBetas(value: string, { capabilities }: Hop): MappedHeader {
  const asked = [
    ...new Set(
      value
        .split(',')
        .map((beta) => beta.trim())
        .filter(Boolean),
    ),
  ];
  const unsupported = asked.filter((beta) => capabilities.unsupportedFeatures.includes(`beta:${beta}`));
  const kept = asked.filter((beta) => !unsupported.includes(beta));
  return {
    value: kept.length === 0 ? undefined : kept.join(','),
    notes: unsupported.map((beta) => ({
      field: 'anthropic-beta',
      action: 'dropped',
      reason: `the target does not support ${beta}`,
    })),
  };
}

/**
 * Two tenants that share an account must not meet in one answer, so the value alone never leaves; nor must one request
 * meet itself at another model. Without a key of ours there is no secret, and nothing leaves.
 */
function sealIdempotencyKey(value: string, { credential, keyId, dialect, model }: Hop): MappedHeader {
  const secret = credential.key?.reveal();
  if (secret === undefined) return { value: undefined, notes: [] };
  const subject = JSON.stringify(['idempotency-key', keyId, dialect, model, value]);
  return { value: createHmac('sha256', secret).update(subject).digest('hex'), notes: [] };
}

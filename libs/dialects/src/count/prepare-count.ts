import { fault, refuse, succeed, type Result } from '@smart-router/core';
import { applyPatches } from '../apply-patches.js';
import type { Ask } from '../ask.js';
import type { PatchTarget } from '../dialect.js';
import { dialects } from '../dialects.js';
import { isRecord } from '../json/guards.js';
import { readJson } from '../json/json-text.js';
import type { Outbound, WholeAnswer } from '../lane.js';
import { counting, type CountDialect } from './counting.js';

/** A count asked of a provider of the caller's own dialect, both ways. */
export interface PreparedCount {
  readonly outbound: Outbound;
  /** Refuses a body that tells no count. The bytes of one that does are the caller's answer. */
  readWhole(bytes: Uint8Array): Result<WholeAnswer>;
}

/** Prepares to ask a target for a count. The body keeps its bytes but for what the same lane of an ask changes too. */
export function prepareCount(ask: Ask, target: PatchTarget & { readonly dialect: CountDialect }): PreparedCount {
  const { path } = counting[target.dialect];
  const body = applyPatches(ask.body.bytes, dialects[target.dialect].patch(ask.body, target));
  return { outbound: { path, body, notes: [] }, readWhole: readCount };
}

/** A count is a flat object. */
const maxCountDepth = 16;

function readCount(bytes: Uint8Array): Result<WholeAnswer> {
  const read = readJson(bytes, maxCountDepth);
  const count = read.ok && isRecord(read.value.value) ? read.value.value['input_tokens'] : undefined;
  if (typeof count !== 'number' || !Number.isSafeInteger(count) || count < 0) return refuse(noCount);
  const outcome = { id: undefined, model: undefined, finish: undefined, fault: undefined, complete: true };
  return succeed({ body: bytes, outcome: { ...outcome, tokens: { input: count } } });
}

const noCount = fault('upstream-failed', 'the answer of the provider should tell input_tokens, and does not');

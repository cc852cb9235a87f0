import type { UpstreamClass } from '@smart-router/core';
import type { WireFault } from '@smart-router/dialects';
import { classifyRouterFault } from './router-words.js';

const quotaWords = /insufficient_quota|billing|credit|exceeded your current quota|payment/i;
const emptyAccountCode = /insufficient_quota/i;
/**
 * Unmistakable even in a 400, as which Anthropic reports an empty account: the whole sentence, at the beginning. Providers
 * repeat what a request had wrong in it, and a request that says so of itself must not stop everybody's credential.
 */
const emptyAccountWords = /^(?:your credit balance is too low|you exceeded your current quota)\b(?!.*: (?!https?:))/is;
const overloadWords = /overloaded|capacity|unavailable/i;
const rateWords = /rate_limit|rate limit|too many requests/i;
const entitlementWords =
  /region|country|project|permission|entitle|access|model_not_found|does not exist|not available/i;
/** What OpenAI refuses for its content, and what others, OpenRouter among them, do with a 403. */
const moderationWords = /moderation|flagged|content_policy|content_filter|content management/i;
/** What a credential may lack, by the words of the provider's own. */
const missingModelWords = /(?<![\w-])(?:model|deployment|project)s?(?![\w-])|^\W*(?:not found)?\W*$/i;
const callerWords =
  /invalid_request|context_length|context window|prompt is too long|too many tokens|content_policy|content_filter|content management|string_above_max_length|unsupported/i;

/**
 * Sorts a provider's error answer into one class: a router's by its type, any other by status first and by the provider's
 * words where the status is vague.
 */
export function classifyFault(fault: WireFault): UpstreamClass {
  return classifyRouterFault(fault) ?? classifyProviderFault(fault);
}

function classifyProviderFault(fault: WireFault): UpstreamClass {
  const { status } = fault;
  // A 200 says nothing of the fault in its body, so both are sorted as in a stream.
  if (status === undefined || (status >= 200 && status < 300)) return classifyWords(fault);
  return classifyStatus(status, fault);
}

function classifyStatus(status: number, fault: WireFault): UpstreamClass {
  const named = namesOf(fault);
  const words = `${named} ${fault.message}`;
  switch (status) {
    case 400:
      return isEmptyAccount(fault) ? 'quota_exhausted' : 'caller_fault';
    case 401:
      return 'credential_rejected';
    case 402:
      return 'quota_exhausted';
    case 403:
      return classifyForbidden(words);
    case 404:
      return isModelMissing(fault) ? 'access_denied' : 'caller_fault';
    case 408:
      // A front end gave up on the way to the model: nothing the caller could correct. The official clients retry it, too.
      return 'server_error';
    case 429:
      return classifyTooMany(fault);
    case 503:
    case 529:
      return 'overloaded';
    default:
      if (status >= 500) return overloadWords.test(named) ? 'overloaded' : 'server_error';
      return status >= 400 ? 'caller_fault' : 'server_error';
  }
}

function classifyForbidden(words: string): UpstreamClass {
  if (moderationWords.test(words)) return 'caller_fault';
  if (quotaWords.test(words)) return 'quota_exhausted';
  return entitlementWords.test(words) ? 'access_denied' : 'credential_rejected';
}

/** OpenAI's rate limits advise small accounts to add a payment method, and are no empty accounts for that. */
function classifyTooMany(fault: WireFault): UpstreamClass {
  if (isEmptyAccount(fault)) return 'quota_exhausted';
  if (/rate_limit_exceeded/i.test(namesOf(fault))) return 'rate_limited';
  return quotaWords.test(`${namesOf(fault)} ${fault.message}`) ? 'quota_exhausted' : 'rate_limited';
}

function isEmptyAccount(fault: WireFault): boolean {
  return emptyAccountCode.test(namesOf(fault)) || emptyAccountWords.test(fault.message);
}

/**
 * Whether a 404 speaks of the model. Files, containers and responses are not found either, when a caller names one that
 * is not there, and its name is its own choice: only what stands before it counts.
 */
function isModelMissing(fault: WireFault): boolean {
  if (/model|deployment|project/i.test(namesOf(fault))) return true;
  const [said = ''] = fault.message.split(/['"`:]|\bids?\b/i);
  return missingModelWords.test(said) && (said.trim() !== '' || /not_found_error/.test(namesOf(fault)));
}

function namesOf({ type, code }: WireFault): string {
  return `${type ?? ''} ${code ?? ''}`;
}

/** A fault inside a stream or a 200 body has words only. Those of the caller's own may be repeated in the message. */
function classifyWords(fault: WireFault): UpstreamClass {
  if (isEmptyAccount(fault)) return 'quota_exhausted';
  if (callerWords.test(namesOf(fault))) return 'caller_fault';
  const words = `${namesOf(fault)} ${fault.message}`;
  if (quotaWords.test(words)) return 'quota_exhausted';
  if (rateWords.test(words)) return 'rate_limited';
  if (overloadWords.test(words)) return 'overloaded';
  if (/invalid-frame|incomplete-stream|differing-answer/.test(words)) return 'broken_stream';
  if (/authentication|invalid_api_key/.test(words)) return 'credential_rejected';
  return callerWords.test(words) ? 'caller_fault' : 'server_error';
}

/** Whether a caller fault is about the length of the context, which a larger target may take. */
export function isContextLength(fault: WireFault): boolean {
  return /context_length_exceeded|context length|context window|prompt is too long|maximum context/i.test(
    `${fault.type ?? ''} ${fault.code ?? ''} ${fault.message}`,
  );
}

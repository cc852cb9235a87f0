import type { UpstreamClass } from '@smart-router/core';
import type { WireFault } from '@smart-router/dialects';
import { classifyRouterFault } from './router-words.js';

const quotaWords = /insufficient_quota|billing|credit|exceeded your current quota|payment/i;
/** Unmistakable even in a 400, as which Anthropic reports an empty account. */
const emptyAccountWords = /insufficient_quota|credit balance is too low|exceeded your current quota/i;
const overloadWords = /overloaded|capacity|unavailable/i;
const rateWords = /rate_limit|rate limit|too many requests/i;
const entitlementWords =
  /region|country|project|permission|entitle|access|model_not_found|does not exist|not available/i;
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
  const words = `${fault.type ?? ''} ${fault.code ?? ''} ${fault.message}`;
  const { status } = fault;
  // A 200 says nothing of the fault in its body, so both are sorted as in a stream.
  if (status === undefined || (status >= 200 && status < 300)) return classifyWords(words);
  return classifyStatus(status, fault, words);
}

function classifyStatus(status: number, fault: WireFault, words: string): UpstreamClass {
  const named = `${fault.type ?? ''} ${fault.code ?? ''}`;
  switch (status) {
    case 400:
      return emptyAccountWords.test(words) ? 'quota_exhausted' : 'caller_fault';
    case 401:
      return 'credential_rejected';
    case 402:
      return 'quota_exhausted';
    case 403:
      return quotaWords.test(words)
        ? 'quota_exhausted'
        : entitlementWords.test(words)
          ? 'access_denied'
          : 'credential_rejected';
    case 404:
      return /model|deployment|project|not_found_error/i.test(words) ? 'access_denied' : 'caller_fault';
    case 408:
      // A front end gave up on the way to the model: nothing the caller could correct. The official clients retry it, too.
      return 'server_error';
    case 429:
      return quotaWords.test(words) ? 'quota_exhausted' : 'rate_limited';
    case 503:
    case 529:
      return 'overloaded';
    default:
      if (status >= 500) return overloadWords.test(named) ? 'overloaded' : 'server_error';
      return status >= 400 ? 'caller_fault' : 'server_error';
  }
}

/** A fault inside a stream or a 200 body has words only. */
function classifyWords(words: string): UpstreamClass {
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

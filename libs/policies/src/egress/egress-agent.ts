import { Agent } from 'undici';
import type { EgressRules } from './check-destination.js';
import { guardedLookup, type ResolveHost } from './guarded-lookup.js';

/** Longest set of headers of an answer. */
const maxHeaderBytes = 16_384;

/** What an agent is opened with. */
export interface EgressAgentOptions {
  readonly rules: EgressRules;
  /** Connections to one host. */
  readonly connections: number;
  readonly connectTimeoutMs: number;
  readonly resolve?: ResolveHost;
}

/**
 * Connections for the calls of one policy, kept alive and shared with nobody. Whoever uses it checks every URL by
 * `checkDestination` first: an address that stands in a URL is not looked up.
 */
export function openEgressAgent({ rules, connections, connectTimeoutMs, resolve }: EgressAgentOptions): Agent {
  return new Agent({
    connections,
    pipelining: 1,
    maxHeaderSize: maxHeaderBytes,
    connect: { lookup: guardedLookup(rules, resolve), timeout: connectTimeoutMs },
  });
}

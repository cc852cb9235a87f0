import type { PolicyError, Secret, UsageRecord } from '@smart-router/core';
import type { ExternalOptions, PolicyAnswer, PolicyQuestion, RoutePolicy } from '@smart-router/routing';
import type { Dispatcher } from 'undici';
import { createCircuit } from '../circuit.js';
import { openEgressAgent } from '../egress/egress-agent.js';
import { egressRules } from '../egress/egress-rules.js';
import type { ResolveHost } from '../egress/guarded-lookup.js';
import type { PolicyNotes } from '../policy-notes.js';
import { deliveriesAtOnce, openFeedbackQueue, type FeedbackEnd } from './feedback-queue.js';
import { feedbackText } from './feedback-text.js';
import { postJson, type PostResult } from './post-json.js';
import { questionText } from './question-text.js';

/** What a policy service is asked with. */
export interface ExternalPolicySettings {
  readonly group: string;
  readonly options: ExternalOptions;
  /** Headers of every question; their values may be secrets. */
  readonly headers: ReadonlyMap<string, Secret>;
  readonly notes: PolicyNotes;
  /** Milliseconds since the epoch. */
  now(): number;
  readonly resolve?: ResolveHost;
  /** Told once of each piece of feedback. */
  readonly onFeedback?: (end: FeedbackEnd) => void;
}

/** A policy that a service of the operator decides. */
export interface ExternalPolicy extends RoutePolicy {
  /** Tells the service how a request ended, where it wants to know. Nobody waits for it. */
  tell(record: UsageRecord): void;
  /** Waits until what was told has arrived, at most so long; the rest is dropped. */
  flush(withinMs: number): Promise<void>;
  /** Ends questions under way. */
  close(): Promise<void>;
}

/** Opens the client of a policy service; it connects with the first question. */
export function openExternalPolicy(settings: ExternalPolicySettings): ExternalPolicy {
  const { group, options, notes } = settings;
  const agent = openEgressAgent({
    rules: egressRules(options),
    // Questions never wait for feedback.
    connections: options.concurrency + deliveriesAtOnce,
    connectTimeoutMs: options.timeout_ms,
    ...(settings.resolve === undefined ? {} : { resolve: settings.resolve }),
  });
  const headers = Object.fromEntries([...settings.headers].map(([name, value]) => [name, value.reveal()]));
  const onEnd = settings.onFeedback ?? (() => undefined);
  const feedback = openFeedbackQueue({ options, dispatcher: agent, headers, onEnd });
  const noteFailure = (requestId: string, error: PolicyError, message: string): void =>
    notes.failed({ group, kind: 'external', requestId, error, message, at: [] });
  return {
    decide: deciding(settings, asking(options, headers, agent), noteFailure),
    noteInvalid: (requestId, message) => noteFailure(requestId, 'invalid-decision', message),
    tell(record) {
      const text = options.feedback.enabled ? feedbackText(record) : undefined;
      if (text !== undefined) feedback.add(record.requestId, text);
    },
    flush: (withinMs) => feedback.flush(withinMs),
    close: () => agent.destroy(),
  };
}

type Ask = (question: PolicyQuestion) => Promise<PostResult>;

/** Asks where there is room, and where the service has not failed too often. */
function deciding(
  { options, now }: ExternalPolicySettings,
  ask: Ask,
  noteFailure: (requestId: string, error: PolicyError, message: string) => void,
): RoutePolicy['decide'] {
  const circuit = createCircuit();
  let underWay = 0;
  return async (question) => {
    const startedAt = now();
    const refused = (error: PolicyError, message: string): PolicyAnswer => ({
      ...{ ok: false, error, message, durationMs: now() - startedAt },
    });
    if (underWay >= options.concurrency) return refused('busy', `${options.concurrency} questions are under way`);
    if (!circuit.admit(startedAt)) return refused('circuit-open', 'it failed too often to be asked now');
    underWay += 1;
    const result = await ask(question).finally(() => (underWay -= 1));
    // Who gives up a question has learnt nothing of the service.
    if (result.kind === 'given-up') return refused('unreachable', 'the caller left');
    const answer = readAnswer(result);
    circuit.note(answer.ok || isAboutQuestion(result) ? 'served' : 'failed', now());
    if (answer.ok) return { ok: true, decision: answer.decision, durationMs: now() - startedAt };
    noteFailure(question.requestId, answer.error, answer.message);
    return refused(answer.error, answer.message);
  };
}

function asking(options: ExternalOptions, headers: Readonly<Record<string, string>>, dispatcher: Dispatcher): Ask {
  const url = new URL(options.url);
  return (question) =>
    postJson({
      dispatcher,
      url,
      headers,
      body: questionText(question, options),
      timeoutMs: options.timeout_ms,
      maxResponseBytes: options.max_response_bytes,
      signal: question.signal,
    });
}

/** Statuses by which a service refuses a question and not all: callers who can bring that about leave no others unanswered. */
const questionStatuses: ReadonlySet<number> = new Set([400, 413, 422]);

function isAboutQuestion(result: PostResult): boolean {
  return result.kind === 'failed' && result.status !== undefined && questionStatuses.has(result.status);
}

type ReadAnswer =
  | { readonly ok: true; readonly decision: unknown }
  | { readonly ok: false; readonly error: PolicyError; readonly message: string };

function readAnswer(result: Exclude<PostResult, { kind: 'given-up' }>): ReadAnswer {
  if (result.kind === 'failed') return { ok: false, error: result.error, message: result.message };
  try {
    return { ok: true, decision: JSON.parse(result.text) };
  } catch {
    return { ok: false, error: 'bad-answer', message: 'its answer should be JSON, and is not' };
  }
}

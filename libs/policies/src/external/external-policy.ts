import type { PolicyError, Secret, UsageRecord } from '@smart-router/core';
import type { ExternalOptions, PolicyQuestion, RoutePolicy } from '@smart-router/routing';
import type { Dispatcher } from 'undici';
import { openEgressAgent } from '../egress/egress-agent.js';
import { egressRules } from '../egress/egress-rules.js';
import type { ResolveHost } from '../egress/guarded-lookup.js';
import { guardPolicy, type FailedRun, type RunEnd } from '../guard-policy.js';
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
  const ask = asking(options, headers, agent);
  return {
    ...guardPolicy({
      ...{ group, kind: 'external', notes },
      mostUnderWay: options.concurrency,
      refusals: {
        busy: `${options.concurrency} questions are under way`,
        'circuit-open': 'it failed too often to be asked now',
      },
      now: () => settings.now(),
      async run(question, leave) {
        try {
          return endOf(await ask(question));
        } finally {
          leave();
        }
      },
    }),
    tell(record) {
      const text = options.feedback.enabled ? feedbackText(record) : undefined;
      if (text !== undefined) feedback.add(record.requestId, text);
    },
    flush: (withinMs) => feedback.flush(withinMs),
    close: () => agent.destroy(),
  };
}

type Ask = (question: PolicyQuestion) => Promise<PostResult>;

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

function endOf(result: PostResult): RunEnd {
  switch (result.kind) {
    case 'answered':
      return readAnswer(result.text);
    case 'failed': {
      const isAboutQuestion = result.status !== undefined && questionStatuses.has(result.status);
      return failure(result.error, result.message, isAboutQuestion ? 'alive' : 'failing');
    }
    case 'given-up':
      // Who gives up a question has learnt nothing of the service.
      return failure('unreachable', 'the caller left', 'nothing');
    default:
      return result satisfies never;
  }
}

function readAnswer(text: string): RunEnd {
  try {
    return { ok: true, decision: JSON.parse(text) };
  } catch {
    return failure('bad-answer', 'its answer should be JSON, and is not', 'failing');
  }
}

function failure(error: PolicyError, message: string, says: FailedRun['says']): FailedRun {
  return { ok: false, error, message, at: [], says };
}

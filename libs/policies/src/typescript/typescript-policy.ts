import type { PolicyAnswer, PolicyQuestion, RoutePolicy, TypescriptOptions } from '@smart-router/routing';
import { createCircuit } from '../circuit.js';
import type { PolicyNotes } from '../policy-notes.js';
import type { AuthorStack } from './author-stack.js';
import type { PolicyThread } from './policy-thread.js';
import type { FetchAsk, Fetched, RunFailure, RunOutcome } from './sandbox/messages.js';
import type { ThreadPool } from './thread-pool.js';

/** What a policy of the operator's own code is made of. */
export interface TypescriptPolicyParts {
  readonly group: string;
  readonly options: TypescriptOptions;
  readonly pool: ThreadPool;
  readonly authorStack: AuthorStack;
  fetch(ask: FetchAsk, signal: AbortSignal): Promise<Fetched>;
  readonly notes: PolicyNotes;
}

/** So many requests for each thread may wait for one: more would not have their turn within the time limit. */
const waitingPerThread = 64;

/** Of its time a run has this much at least: what ends sooner would say nothing of the policy. */
const leastShareOfTime = 0.5;

/**
 * Asks the code of the operator. The time limit holds from the question to the answer, waiting for a thread included; a
 * run whose thread does not come back in time keeps its place until it is gone.
 */
export function typescriptPolicy(parts: TypescriptPolicyParts): RoutePolicy {
  const { options } = parts;
  const circuit = createCircuit();
  const mostUnderWay = options.concurrency * (1 + waitingPerThread);
  let underWay = 0;
  let runs = 0;
  const answer = async (question: PolicyQuestion): Promise<RunOutcome | Refusal> => {
    const startedAt = performance.now();
    if (underWay >= mostUnderWay) return busy;
    if (!circuit.admit(startedAt)) return circuitOpen;
    underWay += 1;
    const outcome = await new Promise<RunOutcome | Refusal>((ended) => {
      const freed = (): void => void (underWay -= 1);
      void runOnce(parts, { question, run: (runs += 1), startedAt, ended, freed });
    });
    // Whoever had no turn says nothing of the policy; those who had say it.
    if (outcome === busy) return busy;
    // What an exception costs is little, and whoever asks may bring it about: it leaves no others without an answer.
    const isCostly = !outcome.ok && (outcome.error === 'timeout' || outcome.error === 'memory');
    circuit.note(isCostly ? 'failed' : 'served', performance.now());
    return outcome;
  };
  return {
    async decide(question) {
      const startedAt = performance.now();
      const outcome = await answer(question);
      return told(parts, question.requestId, { outcome, durationMs: Math.round(performance.now() - startedAt) });
    },
    noteInvalid: (requestId, message) => fail(parts, { requestId, error: 'invalid-decision', message, at: [] }),
  };
}

interface Refusal {
  readonly ok: false;
  readonly error: 'busy' | 'circuit-open';
  readonly message: string;
}

const busy: Refusal = { ok: false, error: 'busy', message: 'no thread was free within its time' };

const circuitOpen: Refusal = {
  ok: false,
  error: 'circuit-open',
  message: 'it ran out of time or memory again and again, and is left alone for a while',
};

interface OneRun {
  readonly question: PolicyQuestion;
  readonly run: number;
  readonly startedAt: number;
  ended(outcome: RunOutcome | Refusal): void;
  freed(): void;
}

async function runOnce(
  parts: TypescriptPolicyParts,
  { question, run, startedAt, ended, freed }: OneRun,
): Promise<void> {
  const { options, pool } = parts;
  const { context, requestId } = question;
  const leftMs = (): number => options.timeout_ms - (performance.now() - startedAt);
  const outOfTime = new AbortController();
  let isRunning = false;
  const alarm = setTimeout(() => {
    outOfTime.abort();
    ended(isRunning ? timedOut(options) : busy);
  }, leftMs());
  const thread = await pool.take(outOfTime.signal);
  if (thread === undefined) return freed();
  if (isThread(thread) && leftMs() < options.timeout_ms * leastShareOfTime) {
    clearTimeout(alarm);
    pool.giveBack(thread);
    ended(busy);
    return freed();
  }
  isRunning = true;
  if (!isThread(thread)) {
    clearTimeout(alarm);
    ended(thread);
    return freed();
  }
  thread.run({
    order: {
      ...{ kind: 'run', run, context: JSON.stringify(context), nowMs: context.now, seed: seedOf(requestId) },
      timeoutMs: Math.max(1, leftMs()),
    },
    fetch: (ask, signal) => parts.fetch(ask, signal),
    log: (line) => parts.notes.log({ group: parts.group, requestId, line }),
    ended(outcome) {
      clearTimeout(alarm);
      ended(isTimeout(outcome) ? timedOut(options, outcome.stack) : outcome);
    },
    freed() {
      pool.giveBack(thread);
      freed();
    },
  });
}

function timedOut({ timeout_ms }: TypescriptOptions, stack = ''): RunFailure {
  return { ok: false, error: 'timeout', message: `it did not end within timeout_ms, ${timeout_ms} ms`, stack };
}

function isTimeout(outcome: RunOutcome): outcome is RunFailure {
  return !outcome.ok && outcome.error === 'timeout';
}

function isThread(taken: PolicyThread | RunFailure): taken is PolicyThread {
  return 'run' in taken;
}

/** Where the random numbers of a request begin: they are the same when it is looked at again. */
function seedOf(requestId: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < requestId.length; index += 1)
    hash = Math.imul(hash ^ requestId.charCodeAt(index), 0x01000193);
  return hash;
}

function told(
  parts: TypescriptPolicyParts,
  requestId: string,
  { outcome, durationMs }: { readonly outcome: RunOutcome | Refusal; readonly durationMs: number },
): PolicyAnswer {
  if (outcome.ok) {
    const { decision } = outcome;
    return { ok: true, decision: decision === undefined ? undefined : (JSON.parse(decision) as unknown), durationMs };
  }
  const { error, message } = outcome;
  // Whoever was not run has nothing to tell that the failures before did not.
  if ('stack' in outcome) fail(parts, { requestId, error, message, at: parts.authorStack(outcome.stack) });
  return { ok: false, error, message, durationMs };
}

function fail(
  { group, notes }: TypescriptPolicyParts,
  failure: Pick<Parameters<PolicyNotes['failed']>[0], 'requestId' | 'error' | 'message' | 'at'>,
): void {
  notes.failed({ group, kind: 'typescript', ...failure });
}

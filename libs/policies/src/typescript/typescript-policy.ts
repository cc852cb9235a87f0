import type { PolicyQuestion, RoutePolicy, TypescriptOptions } from '@smart-router/routing';
import { startAlarm } from '../alarm.js';
import { guardPolicy, type FailedRun, type RunEnd } from '../guard-policy.js';
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
  readonly fetch: (ask: FetchAsk, signal: AbortSignal) => Promise<Fetched>;
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
  const { group, options, notes } = parts;
  let runs = 0;
  return guardPolicy({
    ...{ group, kind: 'typescript', notes },
    mostUnderWay: options.concurrency * (1 + waitingPerThread),
    refusals,
    now: () => performance.now(),
    async run(question, leave) {
      const outcome = await runOnce(parts, { question, number: (runs += 1), leave });
      return outcome === undefined ? hadNoTurn : endOf(outcome, parts.authorStack);
    },
  });
}

const refusals = {
  busy: 'no thread was free within its time',
  'circuit-open': 'it ran out of time or memory again and again, and is left alone for a while',
};

const hadNoTurn: FailedRun = { ok: false, error: 'busy', message: refusals.busy, at: [], says: 'nothing' };

function endOf(outcome: RunOutcome, stackOf: AuthorStack): RunEnd {
  if (outcome.ok) {
    const { decision } = outcome;
    return { ok: true, decision: decision === undefined ? undefined : (JSON.parse(decision) as unknown) };
  }
  const { error, message, stack } = outcome;
  // What an exception costs is little, and whoever asks may bring it about: it leaves no others without an answer.
  const isCostly = error === 'timeout' || error === 'memory';
  return { ok: false, error, message, at: stackOf(stack), says: isCostly ? 'failing' : 'alive' };
}

interface OneRun {
  readonly question: PolicyQuestion;
  readonly number: number;
  leave(): void;
}

/** `undefined` when no thread was free in time. */
async function runOnce(parts: TypescriptPolicyParts, run: OneRun): Promise<RunOutcome | undefined> {
  const { pool, options } = parts;
  const startedAt = performance.now();
  const thread = await takeWithin(pool, options.timeout_ms);
  const leftMs = options.timeout_ms - (performance.now() - startedAt);
  if (isThread(thread) && leftMs >= options.timeout_ms * leastShareOfTime)
    return runOn(thread, parts, { ...run, timeoutMs: leftMs });
  if (isThread(thread)) pool.giveBack(thread);
  run.leave();
  return isThread(thread) ? undefined : thread;
}

type Taken = Awaited<ReturnType<ThreadPool['take']>>;

async function takeWithin(pool: ThreadPool, timeoutMs: number): Promise<Taken> {
  const outOfTime = new AbortController();
  const alarm = startAlarm(timeoutMs, () => outOfTime.abort());
  const taken = await pool.take(outOfTime.signal);
  alarm.stop();
  return taken;
}

function isThread(taken: Taken): taken is PolicyThread {
  return taken !== undefined && 'run' in taken;
}

function runOn(
  thread: PolicyThread,
  { group, options, pool, notes, fetch }: TypescriptPolicyParts,
  { question, number, timeoutMs, leave }: OneRun & { readonly timeoutMs: number },
): Promise<RunOutcome> {
  const { context, requestId } = question;
  const limits = { nowMs: context.now, seed: seedOf(requestId), timeoutMs };
  return new Promise((ended) => {
    const alarm = startAlarm(timeoutMs, () => ended(timedOut(options)));
    thread.run({
      order: { kind: 'run', run: number, context: JSON.stringify(context), ...limits },
      fetch,
      log: (line) => notes.log({ group, requestId, line }),
      ended(outcome) {
        alarm.stop();
        ended(!outcome.ok && outcome.error === 'timeout' ? timedOut(options, outcome.stack) : outcome);
      },
      freed() {
        pool.giveBack(thread);
        leave();
      },
    });
  });
}

function timedOut({ timeout_ms }: TypescriptOptions, stack = ''): RunFailure {
  return { ok: false, error: 'timeout', message: `it did not end within timeout_ms, ${timeout_ms} ms`, stack };
}

/** Where the random numbers of a request begin: they are the same when it is looked at again. */
function seedOf(requestId: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < requestId.length; index += 1)
    hash = Math.imul(hash ^ requestId.charCodeAt(index), 0x01000193);
  return hash;
}

import type { QuickJSContext, QuickJSHandle, QuickJSRuntime, QuickJSWASMModule } from 'quickjs-emscripten';
import { findStackRoom, takeSnapshot } from './memory-snapshot.js';
import type { FetchAsk, Fetched, RunFailure, RunOrder, RunOutcome, ThreadStart } from './messages.js';
import { moduleName } from './module-name.js';
import { prelude } from './prelude.js';

/** Jobs of promises that run before the clock is looked at again. */
const jobsAtOnce = 256;

/** What a realm tells of its run under way. */
export interface RealmPorts {
  fetch(call: number, ask: FetchAsk): void;
  log(line: string): void;
  ended(outcome: RunOutcome): void;
}

/** A sandbox that makes one decision at a time, each as if it were its first. */
export interface Realm {
  start(order: RunOrder): void;
  deliver(call: number, fetched: Fetched): void;
  /** Ends the run under way, if one is. */
  expire(): void;
}

/** A realm with its policy loaded, or why it cannot be. */
export type OpenedRealm = { readonly ok: true; readonly realm: Realm } | RunFailure;

/** Loads a policy into a realm, and remembers the moment after: every run begins there. */
export function openRealm(quickjs: QuickJSWASMModule, start: ThreadStart, ports: RealmPorts): OpenedRealm {
  const clock = createClock();
  const runtime = quickjs.newRuntime();
  runtime.setMemoryLimit(start.memoryBytes);
  runtime.setInterruptHandler(() => clock.isOver());
  const context = runtime.newContext();
  const run = createRun(ports);
  clock.allow(start.loadTimeoutMs);
  const entries = callHost({ context, run, clock }, start.mayFetch);
  const stack = findStackRoom(quickjs.getWasmMemory());
  const loaded = context.evalCode(start.code, moduleName, { type: 'module', strict: true });
  if (loaded.error !== undefined) return failureOf(context, loaded.error, clock);
  const route = context.getProp(loaded.value, 'route');
  if (context.typeof(route) !== 'function')
    return failure('threw', `it should export a function route(context), got ${context.typeof(route)}`);
  const left = runJobs(runtime, clock);
  if (left !== undefined) return left;
  const snapshot = takeSnapshot(quickjs.getWasmMemory(), stack);
  return { ok: true, realm: realmOf({ context, runtime, clock, run, entries, route, snapshot }) };
}

interface Parts {
  readonly context: QuickJSContext;
  readonly runtime: QuickJSRuntime;
  readonly clock: Clock;
  readonly run: Run;
  readonly entries: { readonly start: QuickJSHandle; readonly deliver: QuickJSHandle };
  readonly route: QuickJSHandle;
  readonly snapshot: { restore(): void };
}

function realmOf({ context, runtime, clock, run, entries, route, snapshot }: Parts): Realm {
  const enter = (entry: QuickJSHandle, given: readonly QuickJSHandle[]): void => {
    const called = context.callFunction(entry, context.undefined, ...given);
    if (called.error !== undefined) return run.end(failureOf(context, called.error, clock));
    const broken = runJobs(runtime, clock);
    if (broken !== undefined) return run.end(broken);
    if (!run.isWaiting()) run.end(failure('threw', 'route returned a promise that nothing settles'));
  };
  return {
    start(order) {
      // Nothing of the run before is alive after this: neither values nor handles to them.
      snapshot.restore();
      clock.allow(order.timeoutMs);
      run.begin();
      const given = [context.newString(order.context), context.newNumber(order.nowMs), context.newNumber(order.seed)];
      enter(entries.start, [route, ...given]);
    },
    deliver(call, fetched) {
      if (!run.isUnderWay()) return;
      run.answered();
      const text = fetched.ok ? fetched.body : fetched.message;
      enter(entries.deliver, [
        context.newNumber(call),
        fetched.ok ? context.true : context.false,
        context.newNumber(fetched.ok ? fetched.status : 0),
        text === undefined ? context.undefined : context.newString(text),
      ]);
    },
    expire: () => run.end(timedOut()),
  };
}

/** The run under way. What comes after its end is not heard. */
interface Run {
  begin(): void;
  isUnderWay(): boolean;
  asked(call: number, ask: string): void;
  answered(): void;
  log(line: string): void;
  /** Whether it ended, or something that it fetches is on its way. */
  isWaiting(): boolean;
  end(outcome: RunOutcome): void;
}

function createRun(ports: RealmPorts): Run {
  let underWay = false;
  let fetching = 0;
  return {
    begin() {
      underWay = true;
      fetching = 0;
    },
    isUnderWay: () => underWay,
    asked(call, ask) {
      fetching += 1;
      ports.fetch(call, JSON.parse(ask) as FetchAsk); // written by the prelude
    },
    answered: () => void (fetching -= 1),
    log: (line) => ports.log(line),
    isWaiting: () => !underWay || fetching > 0,
    end(outcome) {
      if (!underWay) return;
      underWay = false;
      ports.ended(outcome);
    },
  };
}

/** Puts the prelude into the realm; gives its two entries. */
function callHost(
  { context, run, clock }: Pick<Parts, 'context' | 'run' | 'clock'>,
  mayFetch: boolean,
): Parts['entries'] {
  const settle = context.newFunction('settle', (kind, text, stack) => {
    const outcome = outcomeOf(context.getString(kind), context.getString(text), context.getString(stack));
    // A promise takes what ends its code for an exception, also the end of its time.
    run.end(clock.isOver() ? timedOut(outcome.ok ? '' : outcome.stack) : outcome);
  });
  const ask = context.newFunction('fetch', (call, text) => run.asked(context.getNumber(call), context.getString(text)));
  const log = context.newFunction('log', (line) => run.log(context.getString(line)));
  const host = context.unwrapResult(context.evalCode(prelude, 'prelude.js'));
  const flag = mayFetch ? context.true : context.false;
  const entries = context.unwrapResult(context.callFunction(host, context.undefined, settle, ask, log, flag));
  return { start: context.getProp(entries, 'start'), deliver: context.getProp(entries, 'deliver') };
}

function outcomeOf(kind: string, text: string, stack: string): RunOutcome {
  if (kind === 'returned') return { ok: true, decision: text };
  if (kind === 'nothing') return { ok: true, decision: undefined };
  if (outOfMemory.test(text)) return failure('memory', text, stack);
  if (kind === 'unwritable') return failure('invalid-decision', `it should be JSON, and is not: ${text}`, stack);
  return failure('threw', text, stack);
}

const outOfMemory = /^InternalError: (?:out of memory|string too long)/;

/** Runs what promises wait for. Gives why it broke off. */
function runJobs(runtime: QuickJSRuntime, clock: Clock): RunFailure | undefined {
  for (;;) {
    const ran = runtime.executePendingJobs(jobsAtOnce);
    if (clock.isOver()) return timedOut();
    if (ran.error !== undefined) return failureOf(ran.error.context, ran.error, clock);
    if (ran.value < jobsAtOnce) return undefined;
  }
}

function failureOf(context: QuickJSContext, error: QuickJSHandle, clock: Clock): RunFailure {
  if (clock.isOver()) return timedOut();
  const dumped: unknown = context.dump(error);
  // Of what is no object nothing is taken over.
  const { name, message, stack } = { name: 'Error', message: '', stack: '', ...(dumped as object | null) };
  const text = typeof dumped === 'object' && dumped !== null ? `${name}: ${message}` : String(dumped);
  return failure(outOfMemory.test(text) ? 'memory' : 'threw', text.slice(0, maxMessageLength), String(stack));
}

const maxMessageLength = 500;

function timedOut(stack = ''): RunFailure {
  return failure('timeout', 'it did not end in time', stack);
}

function failure(error: RunFailure['error'], message: string, stack = ''): RunFailure {
  return { ok: false, error, message, stack };
}

/** Says when a run has had its time. */
interface Clock {
  allow(ms: number): void;
  isOver(): boolean;
}

function createClock(): Clock {
  let until = 0;
  return {
    allow: (ms) => void (until = performance.now() + ms),
    isOver: () => performance.now() > until,
  };
}

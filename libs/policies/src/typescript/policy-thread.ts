import { Worker } from 'node:worker_threads';
import { startAlarm, type Alarm } from '../alarm.js';
import type {
  FetchAsk,
  Fetched,
  FromThread,
  RunFailure,
  RunOrder,
  RunOutcome,
  ThreadStart,
  ToThread,
} from './sandbox/messages.js';

/** How long a thread may stay silent after a run's time is over, in milliseconds: it may be deep in native code. */
const graceMs = 100;

/** How long the sandbox of a thread may take to be there, in milliseconds: on a busy machine that is a while. */
const startMs = 30_000;

/** What a thread needs beside its policy. */
export interface ThreadPorts {
  readonly source: string;
  readonly start: ThreadStart;
}

/** One run on a thread. */
export interface ThreadRun {
  readonly order: RunOrder;
  fetch(ask: FetchAsk, signal: AbortSignal): Promise<Fetched>;
  log(line: string): void;
  /** The run has ended, or had its time. Called once. */
  ended(outcome: RunOutcome): void;
  /** The thread can take another run, or is gone. Called once, after `ended`. */
  freed(): void;
}

/** A thread with a policy loaded; it makes one decision at a time. */
export interface PolicyThread {
  run(run: ThreadRun): void;
  isAlive(): boolean;
  end(): void;
}

/** A thread, or why its policy cannot be loaded. */
export type StartedThread = { readonly ok: true; readonly thread: PolicyThread } | RunFailure;

/** Starts a thread. Never rejects: where the machine has no thread left, that is why there is none. */
export function startThread({ source, start }: ThreadPorts): Promise<StartedThread> {
  let worker: Worker;
  try {
    worker = openWorker(source, start);
  } catch (error) {
    return Promise.resolve(broken(error instanceof Error ? error.message : String(error)));
  }
  return new Promise((started) => {
    const give = (result: StartedThread): void => {
      alarm.stop();
      if (!result.ok) void worker.terminate();
      started(result);
    };
    let alarm = startAlarm(startMs, () => give(silent));
    const thread = threadOf(worker, (message) => give(broken(message)));
    worker.on('message', (message: FromThread) => {
      if (message.kind === 'loading') {
        alarm.stop();
        alarm = startAlarm(start.loadTimeoutMs + graceMs, () => give(silent));
      } else if (message.kind === 'ready') give({ ok: true, thread });
      else if (message.kind === 'unloadable') give(message.failure);
    });
    // Once it is listened to; before, listening would keep the process up again. So would reading what it prints.
    worker.unref();
  });
}

/** It has no environment, no arguments, and nobody reads what it prints. */
function openWorker(source: string, start: ThreadStart): Worker {
  const worker = new Worker(source, {
    eval: true,
    workerData: start,
    ...{ env: {}, argv: [], execArgv: [], stdout: true, stderr: true },
    resourceLimits: { maxOldGenerationSizeMb: 64, maxYoungGenerationSizeMb: 8 },
  });
  worker.unref();
  worker.stdout.resume();
  worker.stderr.resume();
  return worker;
}

const silent: RunFailure = { ok: false, error: 'timeout', message: 'its top level did not end in time', stack: '' };

function broken(message: string): RunFailure {
  return { ok: false, error: 'threw', message: `its sandbox broke: ${message.slice(0, 200)}`, stack: '' };
}

/** The run a thread is on. */
interface UnderWay {
  readonly run: ThreadRun;
  readonly fetches: AbortController;
  readonly alarm: Alarm;
}

function threadOf(worker: Worker, onDeath: (message: string) => void): PolicyThread {
  let alive = true;
  let underWay: UnderWay | undefined;
  const finish = (outcome: RunOutcome): void => {
    if (underWay === undefined) return;
    const { run, fetches, alarm } = underWay;
    underWay = undefined;
    alarm.stop();
    fetches.abort();
    run.ended(outcome);
    run.freed();
  };
  let isOutOfTime = false;
  const die = (message: string): void => {
    alive = false;
    finish(isOutOfTime ? timedOut : broken(message));
    onDeath(message);
  };
  worker.on('error', (error) => die(error instanceof Error ? error.message : String(error)));
  worker.on('exit', () => die('its thread ended'));
  worker.on('message', (message: FromThread) => {
    const outcome = underWay && hear(worker, underWay, message);
    if (outcome !== undefined) finish(outcome);
  });
  return {
    isAlive: () => alive,
    end: () => void worker.terminate(),
    run(run) {
      const alarm = startAlarm(run.order.timeoutMs + graceMs, () => {
        alive = false;
        isOutOfTime = true;
        void worker.terminate(); // its end ends the run
      });
      underWay = { run, fetches: new AbortController(), alarm };
      say(worker, run.order);
    },
  };
}

/** What a thread says of the run it is on: it asks for something, or has an outcome. */
function hear(worker: Worker, { run, fetches }: UnderWay, message: FromThread): RunOutcome | undefined {
  if (!('run' in message) || message.run !== run.order.run) return undefined;
  if (message.kind === 'ended') {
    message.lines.forEach((line) => run.log(line));
    return message.outcome;
  }
  const { call, ask } = message;
  const answer = (fetched: Fetched): void => say(worker, { kind: 'fetched', run: message.run, call, fetched });
  void run.fetch(ask, fetches.signal).then(answer);
  return undefined;
}

const timedOut: RunFailure = { ok: false, error: 'timeout', message: 'it did not end in time', stack: '' };

function say(worker: Worker, message: ToThread): void {
  worker.postMessage(message);
}

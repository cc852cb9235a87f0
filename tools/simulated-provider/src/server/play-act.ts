import { setImmediate as turn, setTimeout as sleep } from 'node:timers/promises';
import type { Step, StepsAct } from '../faults/act.js';
import { dribbleHead } from './dribble-head.js';
import type { Exchange } from './exchange.js';

/** Where an act is played. */
export interface Stage {
  readonly exchange: Exchange;
  /** Headers of the ordinary answer; those of the act win. */
  readonly headers: Readonly<Record<string, string>>;
  readonly stream: boolean;
  readonly paceMs: number;
  readonly slowHeadMs: number;
}

/** Plays an answer on an open connection, until it ends or the client goes. */
export async function playSteps(act: StepsAct, stage: Stage): Promise<void> {
  const { response, gone, progress } = stage.exchange;
  const status = act.status ?? 200;
  const headers = { ...stage.headers, ...act.headers };
  if (act.head === 'byte-by-byte') return dribbleHead({ status, headers, bytes: allBytes(act.steps) }, stage);
  const only = act.steps.find((step) => step.kind === 'send');
  if (!stage.stream && act.steps.every((step) => step === only || (step.kind === 'wait' && step.ms === 0))) {
    progress.sending();
    response.writeHead(status, headers).end(only?.bytes);
    return;
  }
  if (stage.stream) response.writeHead(status, headers).flushHeaders();
  for (const step of act.steps) {
    if (gone.aborted) return;
    if (step.kind === 'send' && !response.headersSent) response.writeHead(status, headers);
    if (!(await playStep(step, stage))) return;
  }
  response.end();
}

/** Returns false when nothing may follow. */
async function playStep(step: Step, { exchange, paceMs }: Stage): Promise<boolean> {
  const { response, gone, progress } = exchange;
  switch (step.kind) {
    case 'send':
      progress.sending();
      if (!response.write(step.bytes)) await drained(exchange);
      if (step.paced === true && paceMs > 0) await pause(paceMs, gone);
      return true;
    case 'wait':
      await pause(step.ms, gone);
      return true;
    case 'cut':
      await pause(10, gone); // what was written leaves first
      progress.brokenByUs = !gone.aborted;
      response.destroy();
      return false;
    case 'hang':
      return false;
  }
}

/** Waits, but not beyond the client's going. */
async function pause(ms: number, gone: AbortSignal): Promise<void> {
  if (ms === 0) return turn();
  await sleep(ms, undefined, { signal: gone, ref: false }).catch(() => undefined); // it only rejects when the client has gone
}

function drained({ response, gone }: Exchange): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      response.off('drain', done);
      gone.removeEventListener('abort', done);
      resolve();
    };
    response.once('drain', done);
    gone.addEventListener('abort', done);
  });
}

const allBytes = (steps: readonly Step[]) =>
  Buffer.concat(steps.flatMap((step) => (step.kind === 'send' ? [Buffer.from(step.bytes)] : [])));

import type { ServerResponse } from 'node:http';
import type { Act, Step } from './faults/act.js';
import type { WireDialect } from './wire-dialect.js';

/** How an act is played. */
export interface Stage {
  readonly response: ServerResponse;
  readonly dialect: WireDialect;
  readonly stream: boolean;
  readonly paceMs: number;
}

/** Plays an act on an open connection. */
export async function playAct(act: Act, stage: Stage): Promise<void> {
  const { response } = stage;
  switch (act.kind) {
    case 'reset':
      response.socket?.resetAndDestroy();
      return;
    case 'silence':
      return;
    case 'error':
      response.writeHead(act.words.status, { 'content-type': 'application/json', ...act.headers });
      response.end(JSON.stringify(stage.dialect.error(act.words)));
      return;
    case 'body':
      response.writeHead(act.status, act.headers).end(act.bytes);
      return;
    case 'steps':
      return playSteps(act, stage);
  }
}

async function playSteps(act: Extract<Act, { kind: 'steps' }>, stage: Stage): Promise<void> {
  const { response } = stage;
  const type = stage.stream ? 'text/event-stream; charset=utf-8' : 'application/json';
  const begin = (): void => {
    if (!response.headersSent) response.writeHead(200, { 'content-type': type, ...act.headers }).flushHeaders();
  };
  if (stage.stream) begin();
  for (const step of act.steps) {
    if (response.destroyed) return;
    begin();
    if (!(await playStep(step, stage))) return;
  }
  response.end();
}

/** Returns false when nothing may follow. */
async function playStep(step: Step, stage: Stage): Promise<boolean> {
  switch (step.kind) {
    case 'send':
      if (!stage.response.write(step.bytes)) await drained(stage.response);
      if (step.token && stage.paceMs > 0) await wait(step.token ? stage.paceMs : 0, stage.response);
      return true;
    case 'wait':
      await wait(step.ms, stage.response);
      return true;
    case 'cut':
      await new Promise((next) => setImmediate(next)); // what was written leaves first
      stage.response.destroy();
      return false;
    case 'hang':
      return false;
  }
}

/** Waits, but not beyond the client's going. */
function wait(ms: number, response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    response.once('close', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    response.once('drain', resolve);
    response.once('close', resolve);
  });
}

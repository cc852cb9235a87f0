import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { waitFor } from '@smart-router/dev-services';
import { askSdk, type SdkVerdict } from '../ask-sdk.js';
import { callerRequests } from '../caller-requests.js';
import { askPlainly, plainHeaders } from './ask-plainly.js';
import type { Played } from './played.js';
import { sitOut } from './sit-out.js';
import type { Cell, Manner } from './scenario.js';
import type { World } from './world.js';

type Play = (world: World, cell: Cell) => Promise<Omit<Played, 'elapsedMs'>>;

/** What a caller does, by the scenario's word for it. */
const plays: Readonly<Record<Manner, Play>> = {
  asks: async (world, cell) => told([await askOnce(world, cell)]),
  insists,
  'sits-out': async (world, cell) => sitOut(world, cell).played,
  'reads-bytes': async (world, cell) => readBytes(world, cell, 0),
  'reads-slowly': async (world, cell) => readBytes(world, cell, 10_000),
  'leaves-at-once': leaveAtOnce,
  'leaves-midway': leaveMidway,
  'leaves-uploading': leaveUploading,
};

/** Plays a cell and tells what its caller lived through. */
export async function playCell(world: World, cell: Cell): Promise<Played> {
  const startedAt = performance.now();
  const played = await plays[cell.scenario.manner](world, cell);
  return { ...played, elapsedMs: performance.now() - startedAt };
}

const told = (verdicts: readonly SdkVerdict[]) => ({ verdicts, requests: verdicts.length, problems: [] });

const left = { verdicts: [], requests: 1, problems: [], left: true } as const;

/** One question with the official SDK. */
export function askOnce({ address }: World, cell: Cell): Promise<SdkVerdict> {
  return askSdk(address, cell.caller, { model: cell.name, stream: cell.stream, text: 'Hello' });
}

/** Twice in a row, and then every 750 ms, until six are asked. */
async function insists(world: World, cell: Cell) {
  const verdicts: SdkVerdict[] = [];
  for (let request = 0; request < 6; request += 1) {
    if (request > 1) await sleep(750);
    verdicts.push(await askOnce(world, cell));
  }
  return told(verdicts);
}

async function readBytes(world: World, cell: Cell, restMs: number): Promise<Omit<Played, 'elapsedMs'>> {
  const answer = await askPlainly(world, cell);
  const problems: string[] = [];
  if (restMs > 0) {
    answer.pause();
    await sleep(restMs);
    const [seen] = await seenOf(world, cell);
    if (seen?.endedAtMs !== undefined) problems.push('a provider that was not held up');
  }
  const chunks: Buffer[] = [];
  for await (const chunk of answer) chunks.push(chunk as Buffer); // a response without an encoding yields Buffers
  const wire = Buffer.concat(chunks).toString('latin1');
  const whole = cell.stream ? wire.includes(callerRequests[cell.caller].terminal) : isJson(wire);
  const verdict: SdkVerdict = {
    answer: whole ? { ...wordless, text: wire.slice(0, 100) } : undefined,
    ...{ error: undefined, status: answer.statusCode, wire: shortLines(wire) },
    headers: new Headers({ 'x-request-id': String(answer.headers['x-request-id']) }),
  };
  if (restMs === 0 && wire.length < leastBytes) problems.push(`only ${wire.length} bytes`);
  return { verdicts: [verdict], requests: 1, problems, counted: true };
}

/** Of so much only the lines that name events are looked at. */
const shortLines = (text: string): string =>
  text
    .split('\n')
    .filter((line) => line.length < 60)
    .join('\n');

/** What is called ten megabytes is longer. */
const leastBytes = 10_000_000;

const wordless = { calls: [], finish: undefined, inputTokens: undefined, outputTokens: undefined, history: undefined };

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

const seenOf = async ({ provider }: World, { name }: Cell) => provider.requests(`+${name}`);

const patiently = { everyMs: 200, timeoutMs: 60_000 };

async function leaveAtOnce(world: World, cell: Cell) {
  const leaving = new AbortController();
  const answer = askPlainly(world, cell, leaving.signal).catch(() => undefined); // it is broken off on purpose
  await waitFor(async () => (await seenOf(world, cell)).length > 0, {
    ...patiently,
    what: `a request of ${cell.name}`,
  });
  leaving.abort();
  await answer;
  return callEnded(world, cell);
}

async function leaveMidway(world: World, cell: Cell) {
  const leaving = new AbortController();
  const answer = await askPlainly(world, cell, leaving.signal);
  answer.on('error', () => undefined); // it is broken off on purpose
  let bytes = 0;
  answer.on('data', (chunk: Buffer) => (bytes += chunk.length));
  await waitFor(() => bytes >= 2000, { ...patiently, what: `the first bytes of ${cell.name}` });
  leaving.abort();
  return callEnded(world, cell);
}

/** The provider saw the call end long before anything else would have ended it. */
async function callEnded(world: World, cell: Cell) {
  await waitFor(async () => (await seenOf(world, cell))[0]?.aborted, { ...patiently, what: `the end of ${cell.name}` });
  return left;
}

/** Sends half of a body once the gateway has read the head and asks for it, and goes. */
async function leaveUploading({ address }: World, cell: Cell) {
  const { hostname, port } = new URL(address.url);
  const { path, body } = callerRequests[cell.caller];
  const text = JSON.stringify({ ...body, model: cell.name, stream: cell.stream });
  const headers = { ...plainHeaders(address.token, cell), host: hostname, expect: '100-continue' };
  const head = Object.entries({ ...headers, 'content-length': text.length }).map(
    ([name, value]) => `${name}: ${value}`,
  );
  await new Promise<void>((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => {
      socket.write(`POST ${path} HTTP/1.1\r\n${head.join('\r\n')}\r\n\r\n`);
    });
    socket.on('error', reject);
    socket.once('data', () => socket.write(text.slice(0, text.length >> 1), () => socket.destroy()));
    socket.on('close', () => resolve());
  });
  return left;
}

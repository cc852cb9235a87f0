import type { SimulatedDialect } from '../dialect.js';
import { dialects } from '../dialects.js';
import type { Act, Situation } from '../faults/act.js';
import { faults } from '../faults/faults.js';
import { ordinary } from '../faults/ordinary.js';
import { isObject, textOf, type JsonObject } from '../json/guards.js';
import { findCapFlaw } from '../messages/find-flaw.js';
import { readModelName } from '../model-name.js';
import type { Question } from '../question/question.js';
import { writeCompaction } from '../responses/write-compaction.js';
import { makeScript } from '../script/make-script.js';
import { readMarkers } from '../script/markers.js';
import { statusOf, troubleOf, type Trouble } from '../trouble.js';
import { readBody, sendJson, type Exchange } from './exchange.js';
import type { Memory } from './memory.js';
import { playSteps } from './play-act.js';
import { recordRequest } from './record-request.js';
import type { Route } from './route.js';

/** What an answer depends on besides its request. */
export interface AnswerSettings {
  readonly memory: Memory;
  readonly now: () => number;
  readonly tokenPaceMs: number;
}

/** Answers one model request as its model name says. */
export async function answer(
  exchange: Exchange,
  route: Extract<Route, { dialect: string }>,
  settings: AnswerSettings,
): Promise<void> {
  const { memory } = settings;
  const dialect = dialects[route.dialect];
  const id = memory.nextId();
  const finishRecord = recordRequest(exchange, route.dialect, memory);
  const bytes = await readBody(exchange.request);
  const body = parse(bytes?.toString() ?? '');
  finishRecord(bytes ?? Buffer.alloc(0), textOf(body?.['model']) ?? '');
  if (bytes === undefined) return;
  const reject = (trouble: Trouble) => void sendError(exchange, dialect, { trouble, id });
  if (!exchange.authorized) return reject(troubleOf('unauthorized'));
  const flaw = body === undefined ? 'We could not parse the JSON body of your request.' : flawOf(body, dialect, route);
  if (body === undefined || flaw !== undefined) return reject(troubleOf('bad-request', flaw));
  const question = dialect.readQuestion(body);
  const situation = situationOf(question, dialect, { ...settings, id, exchange });
  if (situation === undefined) return reject(troubleOf('model-not-found'));
  const act = actOf(situation);
  if (act.kind !== 'error') exchange.response.once('close', memory.begin(callerOf(exchange, dialect, question.model)));
  if (route.kind === 'compact' && act.kind === 'steps') {
    const body = writeCompaction(situation.script, situation.wish.issuer);
    return sendJson(exchange, { status: 200, body, headers: dialect.headers(id) });
  }
  // A count is one small answer: faults of a longer one cannot happen to it.
  if (route.kind === 'count' && act.kind === 'steps')
    return sendJson(exchange, { status: 200, body: dialect.countReply(question.inputTokens) });
  await play(act, exchange, { situation, id });
}

/** Only an ask for an answer needs Anthropic's cap. */
function flawOf(body: JsonObject, dialect: SimulatedDialect, route: Route): string | undefined {
  const capNeeded = route.kind === 'answer' && dialect.name === 'anthropic-messages';
  return (capNeeded ? findCapFlaw(body) : undefined) ?? dialect.findFlaw(body);
}

function situationOf(
  question: Question,
  dialect: SimulatedDialect,
  parts: AnswerSettings & { readonly id: string; readonly exchange: Exchange },
): Situation | undefined {
  const wish = readModelName(question.model);
  const fault = faults[wish?.fault ?? ''];
  if (wish === undefined || fault === undefined) return undefined;
  const caller = callerOf(parts.exchange, dialect, question.model);
  const counts = { ...parts.memory.count(caller), underWay: parts.memory.underWay(caller) };
  const nowMs = parts.now();
  const createdAtSeconds = Math.floor(nowMs / 1000);
  const tokens = wish.tokens ?? fault.tokens;
  const script = makeScript(question, { id: parts.id, createdAtSeconds, tokens, issuer: wish.issuer });
  return { dialect, question, script, wish, paceMs: wish.paceMs ?? parts.tokenPaceMs, nowMs, ...counts };
}

/** Whose requests are counted together: those of a key, dialect and model, and of a run where tests name one. */
function callerOf({ caller, request }: Exchange, dialect: SimulatedDialect, model: string): string {
  return JSON.stringify([caller, dialect.name, model, String(request.headers['x-sim-run'] ?? '')]);
}

function actOf(situation: Situation): Act {
  const { prompt, model } = situation.question;
  if (readMarkers(prompt).failAt.some((label) => model.includes(label)))
    return { kind: 'error', trouble: troubleOf('overloaded') };
  const fault = faults[situation.wish.fault];
  const times = situation.wish.times ?? fault?.times ?? Number.POSITIVE_INFINITY;
  return fault === undefined || situation.former >= times ? ordinary(situation) : fault.act(situation);
}

async function play(act: Act, exchange: Exchange, parts: { situation: Situation; id: string }): Promise<void> {
  const { situation, id } = parts;
  const { dialect, question, paceMs, wish } = situation;
  switch (act.kind) {
    case 'error':
      return sendError(exchange, dialect, { ...act, id });
    case 'reset':
      exchange.progress.brokenByUs = true;
      return void exchange.response.socket?.resetAndDestroy();
    case 'silence':
      return;
    case 'steps': {
      const type = question.stream ? 'text/event-stream; charset=utf-8' : 'application/json';
      const headers = { 'content-type': type, ...dialect.headers(id) };
      return playSteps(act, { exchange, headers, stream: question.stream, paceMs, slowHeadMs: wish.waitMs ?? 10 });
    }
  }
}

interface ErrorParts {
  readonly trouble: Trouble;
  readonly id: string;
  readonly headers?: Readonly<Record<string, string>>;
}

function sendError(exchange: Exchange, dialect: SimulatedDialect, { trouble, id, headers }: ErrorParts): void {
  sendJson(exchange, {
    status: statusOf(trouble, dialect.name),
    body: dialect.errorBody(trouble, id),
    headers: { ...dialect.headers(id), ...headers },
  });
}

function parse(raw: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(raw);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

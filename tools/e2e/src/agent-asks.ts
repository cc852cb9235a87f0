import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { laneDialects, type LaneDialect } from './lane-config.js';

/** A request body as somebody sends it. */
export interface AgentAsk {
  readonly name: string;
  readonly dialect: LaneDialect;
  readonly body: Readonly<Record<string, unknown>>;
}

const fixtures = join(__dirname, '../../../libs/dialects/src/__fixtures__');

/** The asks the dialects keep for their golden files. */
export function curatedAsks(): readonly AgentAsk[] {
  return laneDialects.flatMap((dialect) => {
    const folder = join(fixtures, dialect, 'asks');
    return readdirSync(folder).map((file) => ({
      name: `${dialect}/${file}`,
      dialect,
      body: readRecord(join(folder, file)),
    }));
  });
}

/** Requests of real coding agents are third parties' and may lie beside the checkout, next to the recordings. */
const captures = join(process.env['RECORDINGS'] ?? '../shared/fixtures', '../captures');

const dialectOfPath: Readonly<Record<string, LaneDialect>> = {
  '/v1/chat/completions': 'openai-chat',
  '/v1/responses': 'openai-responses',
  '/v1/messages': 'anthropic-messages',
};

/** What real coding agents sent; nothing where the captures are not there. */
export function capturedAsks(): readonly AgentAsk[] {
  if (!existsSync(captures)) return [];
  const files = readdirSync(captures, { recursive: true, encoding: 'utf8' }).toSorted();
  return files.flatMap((name): AgentAsk[] => {
    if (!/_POST_.*\.json$/.test(name)) return [];
    const { url, body } = readRecord(join(captures, name));
    const dialect = dialectOfPath[new URL(String(url), 'http://localhost').pathname];
    // A capture holds the JSON body of its request.
    return dialect === undefined ? [] : [{ name, dialect, body: body as AgentAsk['body'] }];
  });
}

/** All these files hold one JSON object. */
function readRecord(file: string): Readonly<Record<string, unknown>> {
  return JSON.parse(readFileSync(file, 'utf8')) as Readonly<Record<string, unknown>>;
}

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { recordedStreams } from '../grammar/recorded-streams.laws.js';
import { isRecord } from '../json/guards.js';
import { outsideFolder } from '../outside-folder.laws.js';
import { publishedDialects, type Exchange, type PublishedDialect } from './exchanges.laws.js';

/** The text of a file of the outside data; `undefined` where it is not there. */
export function outsideText(path: string): string | undefined {
  const file = join(outsideFolder, path);
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

const dialectOfPath: Readonly<Record<string, PublishedDialect>> = {
  '/v1/chat/completions': 'openai-chat',
  '/v1/responses': 'openai-responses',
  '/v1/messages': 'anthropic-messages',
};

const encoder = new TextEncoder();

/** Everything that was recorded; nothing where the data is not there. */
export function recordedExchanges(): readonly Exchange[] {
  const streams = recordedStreams().flatMap(({ name, dialect, text }): Exchange[] => {
    const published = publishedDialects.find((known) => known === dialect);
    return published === undefined ? [] : [{ name, dialect: published, stream: encoder.encode(text) }];
  });
  return [...unaryExchanges(), ...replyFiles(), ...streams];
}

/** Asks, with their replies where these are whole and no errors. */
function unaryExchanges(): readonly Exchange[] {
  const lines = (outsideText('recordings/dev.jsonl') ?? '').split('\n').filter((line) => line !== '');
  return lines.flatMap((line): Exchange[] => {
    const { id, path, status, req, resp } = JSON.parse(line);
    const dialect = dialectOfPath[path];
    if (dialect === undefined) return [];
    const asked = { name: String(id), dialect, ask: encoder.encode(JSON.stringify(req)) };
    return [status === 200 && isReply(resp) ? { ...asked, reply: encoder.encode(JSON.stringify(resp)) } : asked];
  });
}

function replyFiles(): readonly Exchange[] {
  const files = filesIn(join(outsideFolder, 'vercel-ai')).filter((file) => file.endsWith('.json'));
  return files.flatMap((file): Exchange[] => {
    const text = readFileSync(file, 'utf8');
    const exchange = { name: basename(file), dialect: dialectOfFile(file), reply: encoder.encode(text) };
    return isReply(JSON.parse(text)) ? [exchange] : [];
  });
}

/** A background response that has not begun is no answer yet. */
function isReply(body: unknown): boolean {
  return isRecord(body) && !isRecord(body['error']) && body['status'] !== 'queued';
}

function dialectOfFile(file: string): PublishedDialect {
  if (file.includes('anthropic')) return 'anthropic-messages';
  return file.includes('chat') ? 'openai-chat' : 'openai-responses';
}

/** A request a coding agent sent. */
export interface CapturedAsk {
  readonly name: string;
  readonly dialect: PublishedDialect;
  readonly body: unknown;
}

/** Requests of real coding agents; none where the data is not there. */
export function capturedAsks(): readonly CapturedAsk[] {
  const files = filesIn(join(outsideFolder, '../captures')).filter((file) => /_POST_.*\.json$/.test(file));
  return files.flatMap((file): CapturedAsk[] => {
    const { url, body } = JSON.parse(readFileSync(file, 'utf8'));
    const dialect = dialectOfPath[new URL(url, 'http://localhost').pathname];
    return dialect === undefined ? [] : [{ name: file.replace(/^.*captures./, ''), dialect, body }];
  });
}

/** All files under a folder, sorted; none where it is not there. */
function filesIn(root: string): readonly string[] {
  if (!existsSync(root)) return [];
  const names = readdirSync(root, { recursive: true, encoding: 'utf8' });
  return names.toSorted().map((name) => join(root, name));
}

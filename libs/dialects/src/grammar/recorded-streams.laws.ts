import { existsSync, readdirSync, readFileSync } from 'node:fs';
import type { DialectName } from '@smart-router/core';
import { objectOf, stringOf } from '../json/guards.js';
import { outsideFolder } from '../outside-folder.laws.js';
import { formatEvent } from '../sse/format.js';

/** A whole stream of a provider as it was recorded. */
export interface RecordedStream {
  readonly name: string;
  readonly dialect: DialectName;
  readonly text: string;
}

/** Most of its deltas were taken out by hand, its numbers kept. */
const abridged = 'openai-phase';

const dialectOf: Readonly<Record<string, DialectName>> = {
  chat: 'openai-chat',
  responses: 'openai-responses',
  messages: 'anthropic-messages',
};

/** Every recorded stream there is; none where the folder is missing. */
export function recordedStreams(): readonly RecordedStream[] {
  return existsSync(`${outsideFolder}/recordings/dev.jsonl`) ? [...exchanges(), ...chunkFiles()] : [];
}

function exchanges(): readonly RecordedStream[] {
  return readFileSync(`${outsideFolder}/recordings/dev.jsonl`, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .flatMap((line) => {
      const { id, kind, resp } = JSON.parse(line);
      const dialect = dialectOf[kind];
      return typeof resp === 'string' && dialect !== undefined ? [{ name: String(id), dialect, text: resp }] : [];
    });
}

/** One JSON a line; some files hold several answers of one conversation. */
function chunkFiles(): readonly RecordedStream[] {
  const files = readdirSync(`${outsideFolder}/vercel-ai`, { recursive: true, encoding: 'utf8' });
  return files.filter((file) => file.endsWith('.chunks.txt') && !file.includes(abridged)).flatMap(answersIn);
}

function answersIn(file: string): readonly RecordedStream[] {
  const lines = readFileSync(`${outsideFolder}/vercel-ai/${file}`, 'utf8').split('\n').filter(Boolean);
  const type = (line: string): string | undefined => stringOf(objectOf(JSON.parse(line))['type']);
  const first = type(lines[0] ?? '{}');
  if (first === undefined) {
    return [
      {
        name: file,
        dialect: 'openai-chat',
        text: [...lines, '[DONE]'].map((line) => formatEvent(undefined, line)).join(''),
      },
    ];
  }
  const starts = lines.flatMap((line, index) => (type(line) === first ? [index] : []));
  return starts.map((start, index) => ({
    name: `${file} ${index}`,
    dialect: first === 'message_start' ? 'anthropic-messages' : 'openai-responses',
    text: lines
      .slice(start, starts[index + 1])
      .map((line) => formatEvent(type(line), line))
      .join(''),
  }));
}

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatEvent } from '../sse/format.js';
import { type Exchange, type PublishedDialect, publishedDialects } from './exchanges.laws.js';

const root = join(__dirname, '../__fixtures__');
const encoder = new TextEncoder();

/** Asks, replies and streams of every dialect, written by hand after the published documentation. */
export function curatedFixtures(): readonly Exchange[] {
  return publishedDialects.flatMap((dialect) => [
    ...filesOf(dialect, 'asks').map(({ name, text }) => ({ name, dialect, ask: encoder.encode(text) })),
    ...filesOf(dialect, 'replies').map(({ name, text }) => ({ name, dialect, reply: encoder.encode(text) })),
    ...filesOf(dialect, 'streams').map(({ name, text }) => ({ name, dialect, stream: streamOf(dialect, text) })),
  ]);
}

/** The ask the curated answers answer: it declares the tools they call. */
export function callerOfAnswers(dialect: PublishedDialect): Uint8Array {
  return readFileSync(join(root, dialect, 'asks/caller-of-answers.json'));
}

interface NamedText {
  readonly name: string;
  readonly text: string;
}

function filesOf(dialect: PublishedDialect, kind: string): readonly NamedText[] {
  const folder = join(root, dialect, kind);
  return readdirSync(folder)
    .toSorted()
    .map((file) => ({ name: file.replace(/\.jsonl?$/, ''), text: readFileSync(join(folder, file), 'utf8') }));
}

/** Stream fixtures hold the data of one event a line. */
function streamOf(dialect: PublishedDialect, lines: string): Uint8Array {
  const frames = lines
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => formatEvent(eventName(dialect, line), line));
  const failed = dialect === 'openai-chat' && lines.includes('{"error": ');
  const last = dialect === 'openai-chat' && !failed ? [formatEvent(undefined, '[DONE]')] : [];
  return encoder.encode([...frames, ...last].join(''));
}

/** Chat frames have no name; the others are named by their type. */
function eventName(dialect: PublishedDialect, line: string): string | undefined {
  return dialect === 'openai-chat' ? undefined : String(JSON.parse(line).type);
}

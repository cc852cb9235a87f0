import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';

/** A terminal, or a pipe. */
interface Source extends NodeJS.ReadableStream {
  readonly isTTY?: boolean;
}

/** Reads one line: from a terminal without showing it, from a pipe as it comes. */
export async function readSecret(source: Source, ask: (text: string) => void, question: string): Promise<string> {
  const isTerminal = source.isTTY === true;
  if (isTerminal) ask(question);
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: source, output: nowhere, terminal: isTerminal });
  try {
    for await (const line of lines) return line;
    return '';
  } finally {
    lines.close();
    if (isTerminal) ask('\n');
  }
}

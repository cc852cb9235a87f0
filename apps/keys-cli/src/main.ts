import { createInterface } from 'node:readline/promises';
import { readEnvironment } from './env.js';
import { runKeysCli } from './index.js';

process.exitCode = await runKeysCli(process.argv.slice(2), {
  env: readEnvironment(),
  stdout: (text) => void process.stdout.write(text),
  stderr: (text) => void process.stderr.write(text),
  isTerminal: process.stdout.isTTY,
  now: () => Date.now(),
  ...(process.stdin.isTTY && process.stderr.isTTY ? { confirm: ask } : {}),
});

async function ask(question: string): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await terminal.question(`${question} [y/N] `);
  terminal.close();
  return /^y(es)?$/i.test(answer.trim());
}

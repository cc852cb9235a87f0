import { Command, CommanderError } from 'commander';
import { operatorCommands } from '../commands/operator-commands.js';

/** What a command said, and how it ended. */
export interface Run {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs one operator's command, its words apart by single spaces; `~` in a word stands for a space. */
export async function runOperator(
  line: string,
  world: { readonly env: Readonly<Record<string, string | undefined>>; readonly now: number },
): Promise<Run> {
  let [code, out, err] = [0, '', ''];
  const say = (text: string): void => void (out += text);
  const complain = (text: string): void => void (err += text);
  const io = { env: world.env, say, complain, now: () => world.now, endWith: (end: 1 | 2) => void (code = end) };
  const root = new Command('smart-router').exitOverride().configureOutput({ writeOut: say, writeErr: complain });
  for (const addCommands of operatorCommands) addCommands(root, io);
  const words = line.split(' ').map((word) => word.replaceAll('~', ' '));
  try {
    await root.parseAsync(words, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    code = 2;
  }
  return { code, out, err };
}

import { spawn, type ChildProcess } from 'node:child_process';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';

/** A bundled program in a process of its own. */
export interface Program {
  /** What its ready line said. */
  readonly line: string;
  stop(): Promise<void>;
}

/** Starts a bundled program of the workspace and waits for the line that says it is ready. */
export async function startProgram(start: {
  readonly bundle: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly output: 'stdout' | 'stderr';
  readonly ready: RegExp;
}): Promise<Program> {
  const child = spawn(process.execPath, [resolve(start.bundle), ...start.args], {
    env: start.env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exited = new Promise<void>((done) => child.once('exit', () => done()));
  // Both are read to their ends, so that no pipe fills.
  child.stdout.resume();
  child.stderr.resume();
  const line = await readyLine(child, start);
  return {
    line,
    async stop() {
      child.kill('SIGTERM');
      await exited;
    },
  };
}

function readyLine(
  child: ChildProcess & { readonly stdout: NodeJS.ReadableStream; readonly stderr: NodeJS.ReadableStream },
  { output, ready, bundle }: { readonly output: 'stdout' | 'stderr'; readonly ready: RegExp; readonly bundle: string },
): Promise<string> {
  return new Promise((found, failed) => {
    child.once('exit', (code) => failed(new Error(`${bundle} ended with ${code} before it was ready`)));
    createInterface({ input: child[output] }).on('line', (line) => {
      if (ready.test(line)) found(line);
    });
  });
}

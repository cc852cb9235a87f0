import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { workspaceRoot } from './workspace-root.js';

/** The bundled program, for commands of operators. */
export const program = join(workspaceRoot, 'apps/gateway/dist/smart-router.mjs');

/** A gateway that may be killed: `smart-router serve` in a process of its own. */
export interface GatewayProcess {
  readonly url: string;
  /** The listener for operators; `undefined` unless the configuration asks for one. */
  readonly adminUrl: string | undefined;
  /** Whether it lives. */
  isRunning(): boolean;
  /** Ends it as a power cut would. */
  kill(): Promise<void>;
  /** Asks it to finish; resolves with its exit code. */
  stop(): Promise<number | null>;
}

/** Bundles the program as it is shipped. */
export async function bundleGateway(): Promise<void> {
  await promisify(execFile)(process.execPath, [join(workspaceRoot, 'tools/build/bundle.mjs'), 'smart-router']);
}

/** Starts the bundled program and waits until it says that it listens; it may not be ready yet. */
export async function startGatewayProcess(start: {
  readonly configFile: string;
  readonly env: Readonly<Record<string, string>>;
  /** Hears every line of its log. */
  readonly onLine?: (line: string) => void;
}): Promise<GatewayProcess> {
  const child = spawn(process.execPath, ['--enable-source-maps', program, 'serve', '--config', start.configFile], {
    env: start.env,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const end = (signal: NodeJS.Signals) => async () => {
    child.kill(signal);
    return exited;
  };
  const { url, admin_url: adminUrl } = await listeningLine(child, start.onLine);
  return {
    ...{ url, adminUrl },
    isRunning: () => child.exitCode === null && child.signalCode === null,
    kill: async () => void (await end('SIGKILL')()),
    stop: end('SIGTERM'),
  };
}

/** What the log line `listening` of `serve` holds, beside other things. */
interface ListeningLine {
  readonly url: string;
  readonly admin_url?: string;
}

/** The log line `listening`. Later lines are read and forgotten, so that the pipe never fills. */
function listeningLine(child: ChildProcess, onLine: (line: string) => void = () => undefined): Promise<ListeningLine> {
  const { stderr } = child;
  if (stderr === null) throw new Error('the gateway was started without a pipe');
  let last = '';
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the gateway ended with ${code}: ${last}`)));
    createInterface({ input: stderr }).on('line', (line) => {
      last = line;
      onLine(line);
      if (!line.includes('"msg":"listening"')) return;
      resolve(JSON.parse(line) as ListeningLine); // the line of `serve`
    });
  });
}

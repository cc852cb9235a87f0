import { spawn } from 'node:child_process';
import { Socket } from 'node:net';

/** What to do once this process is gone, however it went. */
export interface Guarded {
  readonly pid: number;
  /** Asks the service to end at once, without losing data. */
  readonly signal: 'INT' | 'TERM';
  /** Folders that nobody needs afterwards. */
  readonly disposable: readonly string[];
}

/**
 * Ends a service when this process is gone, even by `kill -9`: a shell waits for the end of a pipe that only we hold.
 * Returns the function that calls the guardian off.
 */
export function guard(guarded: Guarded): () => void {
  if (process.platform === 'win32') return guardByExit(guarded.pid);
  const shell = spawn('/bin/sh', guardianArguments(guarded), {
    detached: true, // so that Ctrl-C reaches us and not the guardian
    stdio: ['pipe', 'ignore', 'ignore'],
    cwd: '/',
  });
  shell.unref();
  // The pipe of a child is a socket; it should not keep us running either.
  if (shell.stdin instanceof Socket) shell.stdin.unref();
  shell.stdin.on('error', () => undefined); // the guardian is gone first: nothing to hold any more
  return () => void shell.kill('SIGKILL');
}

/** Windows has neither pipes in `/bin/sh` nor signals: an orderly end of ours is all we can follow. */
function guardByExit(pid: number): () => void {
  const end = () => void process.kill(pid);
  process.once('exit', end);
  return () => void process.off('exit', end);
}

/** What the guardian's shell is started with: it waits for the end of its input, then ends the service. */
export function guardianArguments(guarded: Guarded): readonly string[] {
  return ['-c', guardianScript(guarded.signal), 'guardian', String(guarded.pid), ...guarded.disposable];
}

const guardianScript = (signalName: string) => `
  service=$1; shift
  cat >/dev/null
  kill -${signalName} $service 2>/dev/null; kill -CONT $service 2>/dev/null
  [ $# -eq 0 ] && exit
  tries=0
  while kill -0 $service 2>/dev/null && [ $tries -lt 100 ]; do sleep 0.1; tries=$((tries+1)); done
  rm -rf "$@"`;

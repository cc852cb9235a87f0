import { createRequire } from 'node:module';
import { parentPort, workerData } from 'node:worker_threads';
import type { FromThread, RunOrder, ThreadStart, ToThread } from './messages.js';
import type * as Sandbox from 'quickjs-emscripten';
import { openRealm, type Realm } from './realm.js';

/**
 * What threads of policies run. It is bundled into one text by itself, and imports nothing at run time but the sandbox.
 * Whatever breaks the sandbox itself ends the thread: it is replaced.
 */
export async function work(): Promise<void> {
  const start = workerData as ThreadStart; // what policy-thread starts it with
  const now: Now = { realm: undefined, order: undefined, lines: [], alarm: undefined };
  // Who listens stays alive, also while the sandbox is made.
  parentPort?.on('message', (message: ToThread) => hear(now, message));
  const sandbox = await importSandbox(start);
  say({ kind: 'loading' });
  const opened = openRealm(sandbox, start, {
    fetch: (call, ask) => now.order !== undefined && say({ kind: 'fetch', run: now.order.run, call, ask }),
    log: (line) => void now.lines.push(line),
    ended(outcome) {
      clearTimeout(now.alarm);
      if (now.order !== undefined) say({ kind: 'ended', run: now.order.run, outcome, lines: now.lines });
      now.order = undefined;
    },
  });
  if (!opened.ok) return say({ kind: 'unloadable', failure: opened });
  now.realm = opened.realm;
  say({ kind: 'ready' });
}

/** What the thread is at. */
interface Now {
  realm: Realm | undefined;
  order: RunOrder | undefined;
  lines: string[];
  alarm: NodeJS.Timeout | undefined;
}

function hear(now: Now, message: ToThread): void {
  const { realm } = now;
  if (realm === undefined) return;
  if (message.kind === 'run') {
    now.order = message;
    now.lines = [];
    now.alarm = setTimeout(() => realm.expire(), message.timeoutMs);
    realm.start(message);
  } else if (now.order?.run === message.run) realm.deliver(message.call, message.fetched);
}

function importSandbox({ requireFrom }: ThreadStart): ReturnType<typeof Sandbox.newQuickJSWASMModule> {
  // The package that the library depends on, so its type is known.
  const quickjs = createRequire(requireFrom)('quickjs-emscripten') as typeof Sandbox;
  return quickjs.newQuickJSWASMModule();
}

function say(message: FromThread): void {
  parentPort?.postMessage(message);
}

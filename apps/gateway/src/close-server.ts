import type { Server } from 'node:http';
import type { Socket } from 'node:net';

const connections = new WeakMap<Server, Set<Socket>>();

/** Knows the connections of a server from now on, for its closing. */
export function noteConnections(server: Server): void {
  const open = new Set<Socket>();
  connections.set(server, open);
  server.on('connection', (socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
  });
}

/** The end of a drain, in milliseconds, in which this process has run: who was to be answered before the cut is. */
const lastWordsMs = 250;

/** Stops accepting and lets answers under way finish, up to `drainMs`; then cuts what is left. */
export async function closeServer(server: Server, drainMs: number): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  const closeIdle = (): void => {
    server.closeIdleConnections();
    closeSilent(server);
  };
  closeIdle();
  const idle = setInterval(closeIdle, 100);
  const cut = cutAfter(server, drainMs);
  await closed;
  clearInterval(idle);
  cut.stop();
}

/** In two steps: after a pause of this whole process the first one is due together with what should have come before it. */
function cutAfter(server: Server, drainMs: number): { stop(): void } {
  const lastMs = Math.min(lastWordsMs, drainMs / 4);
  let timer = setTimeout(() => {
    timer = setTimeout(() => server.closeAllConnections(), lastMs);
  }, drainMs - lastMs);
  return { stop: () => clearTimeout(timer) };
}

/** Proxies and clients open connections ahead of their requests. Node takes one that was never used for a busy one. */
function closeSilent(server: Server): void {
  for (const socket of connections.get(server) ?? []) if (socket.bytesRead === 0) socket.destroy();
}

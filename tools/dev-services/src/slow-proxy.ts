import { connect, createServer, type Socket } from 'node:net';

/** A way to a server on which every answer takes its time. */
export interface SlowProxy {
  readonly port: number;
  delayMs: number;
  close(): void;
}

/** Listens on 127.0.0.1 and passes everything on to the port; answers wait `delayMs`. */
export async function slowProxy(port: number): Promise<SlowProxy> {
  const sockets = new Set<Socket>();
  const proxy = { port: 0, delayMs: 0, close };
  const server = createServer((near) => {
    const far = connect(port, '127.0.0.1');
    for (const socket of [near, far]) {
      sockets.add(socket.on('error', () => undefined));
      socket.once('close', () => [near, far].forEach((each) => each.destroy()));
    }
    near.pipe(far);
    // Each timer passes on the oldest that waits: bytes keep their order when the delay changes.
    const waiting: Buffer[] = [];
    let dueMs = 0;
    far.on('data', (bytes: Buffer) => {
      waiting.push(bytes);
      dueMs = Math.max(dueMs, performance.now() + proxy.delayMs);
      setTimeout(() => near.write(waiting.shift() ?? ''), dueMs - performance.now()).unref();
    });
  });
  function close(): void {
    server.close();
    for (const socket of sockets) socket.destroy();
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  proxy.port = typeof address === 'object' && address !== null ? address.port : 0;
  return proxy;
}

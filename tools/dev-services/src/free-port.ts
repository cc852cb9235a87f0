import { createServer } from 'node:net';

/** A port of 127.0.0.1 that nobody listens on now. Somebody else may take it before you do: retry once. */
export async function freePort(): Promise<number> {
  return listenOnce(0);
}

/** Fails with one line when somebody listens on the port already. */
export async function assertPortIsFree(port: number): Promise<void> {
  await listenOnce(port).catch((error: NodeJS.ErrnoException) => {
    const reason = error.code === 'EADDRINUSE' ? 'is taken by another program' : `cannot be used (${error.code})`;
    throw new Error(`port ${port} of 127.0.0.1 ${reason}: choose another one, or none`);
  });
}

function listenOnce(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      const chosen = typeof address === 'object' && address !== null ? address.port : port;
      server.close(() => resolve(chosen));
    });
  });
}

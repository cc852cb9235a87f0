import { createServer } from 'node:net';

/** Checks early that the gateway's port is free, before anything else is started. */
export function claimPort(port: number): Promise<void> {
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new Error(`--port should be a number from 0 to 65535, got ${port}`);
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', () =>
      reject(
        new Error(`port ${port} on 127.0.0.1 is taken; stop what uses it, or run: npm start -- --port ${port + 1}`),
      ),
    );
    server.listen(port, '127.0.0.1', () => server.close(() => resolve()));
  });
}

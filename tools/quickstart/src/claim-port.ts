import { createServer } from 'node:net';

/** Reads a port as it was typed, or says in one line what is wrong with it. */
export function parsePort(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (port <= 65_535) return port;
  throw new Error(`--port should be a number from 0 to 65535, got ${JSON.stringify(text)}`);
}

/** Checks early that the gateway's port can be had, before anything else is started. */
export function claimPort(port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => reject(new Error(explain(error.code, port))));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve()));
  });
}

function explain(code: string | undefined, port: number): string {
  if (code !== 'EADDRINUSE') return `port ${port} on 127.0.0.1 cannot be used (${code}); run: npm start -- --port 8080`;
  const other = port === 65_535 ? 8080 : port + 1;
  return `port ${port} on 127.0.0.1 is taken; stop what uses it, or run: npm start -- --port ${other}`;
}

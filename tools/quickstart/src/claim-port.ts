import { createServer } from 'node:net';

/** The options that name a port, and what is meant when they are absent. */
export const portOptions = { '--port': 8080, '--reports-port': 8081 } as const;

/** Names a port on the command line. */
export type PortOption = keyof typeof portOptions;

/** Reads a port as it was typed, or says in one line what is wrong with it. */
export function parsePort(option: PortOption, text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (port <= 65_535) return port;
  throw new Error(`${option} should be a number from 0 to 65535, got ${JSON.stringify(text)}`);
}

/** Checks early that a port can be had, before anything else is started. */
export function claimPort(option: PortOption, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => reject(new Error(explain(error.code, option, port))));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve()));
  });
}

/** What to say of a port that cannot be had; the next port but one, since the next is often that of the reports. */
function explain(code: string | undefined, option: PortOption, port: number): string {
  const usual = portOptions[option];
  const run = (other: number): string => `run: npm start -- ${option} ${other}`;
  if (code !== 'EADDRINUSE') return `port ${port} on 127.0.0.1 cannot be used (${code}); ${run(usual)}`;
  return `port ${port} on 127.0.0.1 is taken; stop what uses it, or ${run(port > 65_533 ? usual : port + 2)}`;
}

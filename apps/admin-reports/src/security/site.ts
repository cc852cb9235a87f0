/** Under which names this site may be asked, so that nobody else's name leads here. */
export interface Site {
  /** E.g. `https://reports.example.com`. */
  readonly publicUrl: URL;
  isOwnHost(host: string | undefined): boolean;
  /** Whether an `Origin` is this site's own. */
  isOwnOrigin(origin: string): boolean;
}

/** The site of a public URL; the machine itself may also ask at the port it listens on. */
export function makeSite(publicUrl: string, listenPort: number): Site {
  const url = new URL(publicUrl);
  const loopback = ['127.0.0.1', 'localhost', '[::1]'].map((name) => `${name}:${listenPort}`);
  const hosts = new Set([url.host, ...loopback]);
  const origins = new Set([url.origin, ...loopback.map((host) => `http://${host}`)]);
  return {
    publicUrl: url,
    isOwnHost: (host) => host !== undefined && hosts.has(host.toLowerCase()),
    isOwnOrigin: (origin) => origins.has(origin.toLowerCase()),
  };
}

/** Whether an address is one of this machine's own: plain HTTP stays on the machine there. */
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}

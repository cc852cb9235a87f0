import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** What the provider says of its accounts, by login. */
export type Accounts = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** An OpenID provider in a process of its own, at another site than 127.0.0.1. */
export interface OpenidProvider {
  readonly issuerUrl: string;
  readonly port: number;
  /** Begins to serve a client that comes back to this address. */
  serve(redirectUri: string): Promise<void>;
  stop(): Promise<void>;
}

/** The one client of the provider. */
export const client = { clientId: 'reports', clientSecret: 'a-secret-of-tests' };

/** The part of a configuration that names the provider; its secret is in OIDC_SECRET. */
export function oidcConfig(provider: Pick<OpenidProvider, 'issuerUrl'>, more = ''): string {
  return `oidc: { issuer_url: '${provider.issuerUrl}', client_id: ${client.clientId}, client_secret: { env: OIDC_SECRET }, scopes: [openid, email, profile, groups] ${more} }`;
}

/** Starts a provider; it answers once it has been told whom to serve. */
export async function startOpenidProvider(accounts: Accounts, port = 0): Promise<OpenidProvider> {
  const program = join(__dirname, 'openid-provider.mjs');
  const child = spawn(process.execPath, [program, JSON.stringify({ port, accounts, ...client })], {
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  const exited = once(child, 'exit');
  const heard = async (): Promise<Readonly<Record<string, unknown>>> => {
    const [message] = await Promise.race([
      once(child, 'message'),
      exited.then(() => Promise.reject(new Error('the provider ended'))),
    ]);
    return message as Readonly<Record<string, unknown>>; // as the provider's program sends it
  };
  const listening = await heard();
  return {
    issuerUrl: `http://localhost:${listening['port']}`,
    port: Number(listening['port']),
    serve: async (redirectUri) => {
      const serving = heard();
      child.send({ redirectUri });
      await serving;
    },
    stop: async () => {
      child.kill('SIGTERM');
      await exited;
    },
  };
}

import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { openTestServices, type ServiceName } from './test-services.js';

/** Where the workers of one test run ask for its services. */
export interface ServiceDesk {
  readonly url: string;
  close(): Promise<void>;
}

/** Opens the desk in the process that outlives all workers: `GET <url>/postgres` answers with a URL, starting it if need be. */
export async function openServiceDesk(): Promise<ServiceDesk> {
  const services = openTestServices();
  const secret = randomUUID();
  const server = createServer((request, response) => {
    const [, given, name] = request.url?.split('/') ?? [];
    if (given !== secret || !isServiceName(name)) return void response.writeHead(404).end();
    services.urlOf(name).then(
      (url) => response.end(url),
      (error: Error) => response.writeHead(500).end(error.message),
    );
  });
  server.unref();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('the service desk got no address');
  return {
    url: `http://127.0.0.1:${address.port}/${secret}`,
    async close() {
      server.close();
      await services.stop();
    },
  };
}

const isServiceName = (name: string | undefined): name is ServiceName => name === 'postgres' || name === 'redis';

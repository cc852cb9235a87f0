import { Command } from 'commander';
import { startSimulatedProvider } from './server/start-simulated-provider.js';

const options = new Command('simulated-provider')
  .description('an LLM provider in three dialects that answers, and fails, as its model names say')
  .option('--port <number>', 'the port to listen on', '9000')
  .option('--host <address>', 'the address to listen on', '127.0.0.1')
  .option('--key <key>', 'the API key callers must show')
  .parse()
  .opts<{ port: string; host: string; key?: string }>();

try {
  const provider = await startSimulatedProvider({
    port: Number(options.port),
    host: options.host,
    ...(options.key === undefined ? {} : { key: options.key }),
  });
  process.stdout.write(`simulated provider at ${provider.url}\n`);
} catch (error) {
  process.stderr.write(`simulated-provider: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}

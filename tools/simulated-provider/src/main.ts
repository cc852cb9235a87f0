import { appendFileSync } from 'node:fs';
import { Command } from 'commander';
import { startSimulatedProvider, type SimulatedProviderOptions } from './server/start-simulated-provider.js';
import { sightingOf } from './sighting.js';

const options = new Command('simulated-provider')
  .description('an LLM provider in three dialects that answers, and fails, as its model names say')
  .option('--port <number>', 'the port to listen on', '9000')
  .option('--host <address>', 'the address to listen on', '127.0.0.1')
  .option('--key <key>', 'the API key callers must show')
  .option('--sightings <file>', 'a file that gets a line of JSON for every request that ended')
  .parse()
  .opts<{ port: string; host: string; key?: string; sightings?: string }>();

const sightings = options.sightings === undefined ? undefined : sightingsInto(options.sightings);

try {
  const provider = await startSimulatedProvider({
    port: Number(options.port),
    host: options.host,
    ...(options.key === undefined ? {} : { key: options.key }),
    ...(sightings === undefined ? {} : { onRequestEnd: sightings }),
  });
  process.stdout.write(`simulated provider at ${provider.url}\n`);
} catch (error) {
  process.stderr.write(`simulated-provider: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}

/** Writes lines at once, so that they are there when the process is ended. */
function sightingsInto(file: string): NonNullable<SimulatedProviderOptions['onRequestEnd']> {
  return (seen, startedAtMs) => appendFileSync(file, `${JSON.stringify(sightingOf(seen, startedAtMs))}\n`);
}

import { Command } from 'commander';
import { parsePort } from './claim-port.js';
import { quickstartEnvironment } from './env.js';
import { runQuickstart } from './run-quickstart.js';
import { stopSignal } from './stop-signal.js';

const program = new Command('npm start --')
  .description('a whole smart-router on this machine: gateway, Postgres, a simulated provider, a token')
  .option('--port <number>', 'the port of the gateway', '8080')
  .option('--reports-port <number>', 'the port of the reports', '8081')
  .option('--data <folder>', 'where everything is kept', 'data')
  .parse(process.argv);
const options = program.opts<{ port: string; reportsPort: string; data: string }>();

// Listened for from the beginning: Ctrl-C during the start should leave nothing behind either.
const env = quickstartEnvironment();
const stopped = stopSignal(env['npm_lifecycle_event'] === 'start');

try {
  const ports = {
    port: parsePort('--port', options.port),
    reportsPort: parsePort('--reports-port', options.reportsPort),
  };
  const running = await runQuickstart({ ...ports, dataDirectory: options.data, env });
  process.stdout.write(running.greeting);
  await stopped;
  process.stdout.write('\nstopping\n');
  await running.close();
  process.exit(0);
} catch (error) {
  fail(error);
}

function fail(error: unknown): void {
  process.stderr.write(`smart-router cannot start: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}

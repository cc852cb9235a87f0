import { Command } from 'commander';
import { quickstartEnvironment } from './env.js';
import { runQuickstart } from './run-quickstart.js';

const program = new Command('npm start --')
  .description('a whole smart-router on this machine: gateway, Postgres, a simulated provider, a token')
  .option('--port <number>', 'the port of the gateway', '8080')
  .option('--data <folder>', 'where everything is kept', 'data')
  .parse(process.argv);
const options = program.opts<{ port: string; data: string }>();

try {
  const running = await runQuickstart({
    port: Number(options.port),
    dataDirectory: options.data,
    env: quickstartEnvironment(),
  });
  process.stdout.write(running.greeting);
  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    process.stdout.write('\nstopping\n');
    running.close().then(
      () => process.exit(0),
      (error: unknown) => fail(error),
    );
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
} catch (error) {
  fail(error);
}

function fail(error: unknown): void {
  process.stderr.write(`smart-router cannot start: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}

import { readEnvironment } from './env.js';
import { readSecret } from './read-secret.js';
import { runReportsCli } from './run-reports-cli.js';

const complain = (text: string): void => void process.stderr.write(text);

// Whoever reads our output may have read enough, e.g. `| head`.
process.stdout.on('error', () => process.exit(0));

process.exitCode = await runReportsCli(process.argv.slice(2), {
  env: readEnvironment(),
  stdout: (text) => void process.stdout.write(text),
  stderr: complain,
  readSecret: (question) => readSecret(process.stdin, complain, question),
  stopped: () =>
    new Promise((done) => {
      process.once('SIGTERM', () => done());
      process.once('SIGINT', () => done());
    }),
  now: () => Date.now(),
});

export type { CliIo } from './cli-io.js';
export { runKeysCli } from './run-keys-cli.js';

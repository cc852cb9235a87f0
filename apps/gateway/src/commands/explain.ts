import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { Option, type Command } from 'commander';
import { dialectNames, type DialectName } from '@smart-router/core';
import { explainOffline, explanationReport, explanationWords } from '@smart-router/relay';
import { runCommand, UsageError, type CommandIo } from './command-io.js';
import { forTerminal } from './for-terminal.js';
import { openConfiguration } from './open-configuration.js';
import { printJson } from './print-json.js';

interface ExplainOptions {
  readonly config?: string;
  readonly group?: string;
  readonly dialect?: DialectName;
  readonly compact?: true;
  readonly format: 'words' | 'json';
  readonly askExternal?: true;
}

/** Adds `explain`. */
export function addExplainCommand(root: Command, io: CommandIo): void {
  root
    .command('explain <file>')
    .description('tell how a request body would be routed by a configuration, and why; - is standard input')
    .option('--config <file>', 'the configuration file; SMART_ROUTER_CONFIG when absent')
    .option('--group <name>', 'the model group, instead of the one the body names')
    .addOption(new Option('--dialect <dialect>', 'of the body, where it does not tell').choices(dialectNames))
    .option('--compact', 'as a compaction, the body of POST /v1/responses/compact')
    .addOption(new Option('--format <format>', 'how to print').choices(['words', 'json']).default('words'))
    .option('--ask-external', 'ask the policy service of the group, and let code of policies call services')
    .action((file: string, options: ExplainOptions) => runCommand(io, () => explain(file, options, io)));
}

async function explain(file: string, options: ExplainOptions, io: CommandIo): Promise<void> {
  const services = options.askExternal === true ? 'asked' : 'left-alone';
  const { catalog, policyOf, close } = await openConfiguration(options.config, services, io);
  try {
    const explained = await explainOffline({
      ...{ catalog, policyOf, bytes: await read(file), dialect: options.dialect, group: options.group },
      purpose: options.compact === true ? 'compaction' : 'answer',
      ports: { clock: { now: () => io.now() }, rng: Math.random, randomBytes },
    });
    if (!explained.ok) {
      const { message, details } = explained.fault;
      const told = forTerminal(message);
      const isUnclear = details.param === 'dialect' && options.dialect === undefined;
      throw new UsageError(isUnclear ? `${told}; name it with --dialect` : told);
    }
    const { value } = explained;
    io.say(
      options.format === 'json'
        ? printJson(explanationReport(value, 'named'))
        : `${explanationWords(value, 'named').map(forTerminal).join('\n')}\n`,
    );
    if (value.refusal !== undefined) io.endWith(1);
  } finally {
    await close();
  }
}

async function read(file: string): Promise<Uint8Array> {
  try {
    return file === '-' ? await buffer(process.stdin) : await readFile(file);
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new UsageError(`${file} cannot be read: ${reason}`);
  }
}

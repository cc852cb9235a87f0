import { InvalidArgumentError, type Command } from 'commander';
import { listCanaries, operateCanary, type CanaryDeed } from '@smart-router/usage-storage';
import { actorOf } from './actor.js';
import { canaryEntry, canaryTable } from './canary-print.js';
import { Refusal, runCommand, type CommandIo } from './command-io.js';
import { withDatabase, withOperatorOptions, type OperatorOptions } from './operator-options.js';
import { printJson } from './print-json.js';

interface DeedOptions extends OperatorOptions {
  readonly reason: string;
  readonly actor?: string;
}

const deeds: Readonly<Record<CanaryDeed, string>> = {
  promote: 'go on to the next step',
  rollback: 'take it out: it gets no share until it is restarted or its settings change',
  restart: 'begin anew with the first step',
};

/** Adds `canary list`, `canary promote`, `canary rollback` and `canary restart`. */
export function addCanaryCommands(root: Command, io: CommandIo): void {
  const canary = root.command('canary').description('how far canaries are, and what becomes of them');
  withOperatorOptions(canary.command('list').description('the canaries of all groups')).action(
    (options: OperatorOptions) => runCommand(io, () => list(options, io)),
  );
  for (const [deed, description] of Object.entries(deeds) as [CanaryDeed, string][])
    // its keys are those
    withOperatorOptions(canary.command(`${deed} <group>`).description(description))
      .requiredOption('--reason <text>', 'why; kept for ever', parseReason)
      .option('--actor <name>', 'who; default is the name of the system user')
      .action((group: string, options: DeedOptions) => runCommand(io, () => operate(deed, group, options, io)));
}

function parseReason(text: string): string {
  if (text.trim() === '') throw new InvalidArgumentError('It should say why.');
  return text;
}

async function list(options: OperatorOptions, io: CommandIo): Promise<void> {
  const canaries = await withDatabase(options, io, (database) => listCanaries(database));
  io.say(options.format === 'json' ? printJson(canaries.map(canaryEntry)) : canaryTable(canaries));
}

async function operate(deed: CanaryDeed, group: string, options: DeedOptions, io: CommandIo): Promise<void> {
  const operator = { actor: actorOf(options, io), reason: options.reason };
  const changed = await withDatabase(options, io, (database) => operateCanary(database, group, deed, operator));
  if (!changed.ok) throw new Refusal(changed.fault.message);
  io.say(options.format === 'json' ? printJson(canaryEntry(changed.value)) : canaryTable([changed.value]));
}

import { InvalidArgumentError, type Command } from 'commander';
import { listCanaries, listRoutingEvents, operateCanary, type CanaryDeed } from '@smart-router/usage-storage';
import { actorOf } from './actor.js';
import { canaryEntry, canaryTable, eventTable } from './canary-print.js';
import { Refusal, runCommand, type CommandIo } from './command-io.js';
import { withDatabase, withOperatorOptions, type OperatorOptions } from './operator-options.js';
import { printJson } from './print-json.js';

interface DeedOptions extends OperatorOptions {
  readonly reason: string;
  readonly actor?: string;
}

interface EventsOptions extends OperatorOptions {
  readonly limit: number;
}

const deeds: Readonly<Record<CanaryDeed, string>> = {
  promote: 'go on to the next step',
  rollback: 'take it out: it gets no share until it is restarted or its settings change',
  restart: 'begin anew with the first step',
};

/** Adds `canary list`, `events`, `promote`, `rollback` and `restart`. */
export function addCanaryCommands(root: Command, io: CommandIo): void {
  const canary = root.command('canary').description('how far canaries are, and what becomes of them');
  withOperatorOptions(canary.command('list').description('the canaries of all groups')).action(
    (options: OperatorOptions) => runCommand(io, () => list(options, io)),
  );
  withOperatorOptions(canary.command('events [group]').description('what became of canaries, the latest first'))
    .option('--limit <count>', 'how many at most', parseCount, 50)
    .action((group: string | undefined, options: EventsOptions) => runCommand(io, () => events(group, options, io)));
  // Its keys are those, as entries cannot say.
  for (const [deed, description] of Object.entries(deeds) as [CanaryDeed, string][])
    withOperatorOptions(canary.command(`${deed} <group>`).description(description))
      .requiredOption('--reason <text>', 'why; kept for ever', parseReason)
      .option('--actor <name>', 'who; default is the name of the system user')
      .action((group: string, options: DeedOptions) => runCommand(io, () => operate(deed, group, options, io)));
}

function parseReason(text: string): string {
  if (text.trim() === '') throw new InvalidArgumentError('It should say why.');
  return text;
}

function parseCount(text: string): number {
  if (!/^[1-9]\d{0,4}$/.test(text)) throw new InvalidArgumentError('It should be a number from 1 to 99999.');
  return Number(text);
}

async function list(options: OperatorOptions, io: CommandIo): Promise<void> {
  const canaries = await withDatabase(options, io, (database) => listCanaries(database));
  io.say(options.format === 'json' ? printJson(canaries.map(canaryEntry)) : canaryTable(canaries));
}

async function events(group: string | undefined, options: EventsOptions, io: CommandIo): Promise<void> {
  const { limit } = options;
  const found = await withDatabase(options, io, (database) => listRoutingEvents(database, { group, limit }));
  io.say(options.format === 'json' ? printJson(found) : eventTable(found));
}

async function operate(deed: CanaryDeed, group: string, options: DeedOptions, io: CommandIo): Promise<void> {
  const operator = { actor: actorOf(options, io), reason: options.reason };
  const changed = await withDatabase(options, io, (database) => operateCanary(database, group, deed, operator));
  if (!changed.ok) throw new Refusal(changed.fault.message);
  io.say(options.format === 'json' ? printJson(canaryEntry(changed.value)) : canaryTable([changed.value]));
}

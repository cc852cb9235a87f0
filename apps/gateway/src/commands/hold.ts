import { InvalidArgumentError, Option, type Command } from 'commander';
import {
  dataClasses,
  listHolds,
  placeHold,
  releaseHold,
  type DataClass,
  type HeldThings,
} from '@smart-router/usage-storage';
import { actorOf } from './actor.js';
import { Refusal, runCommand, UsageError, type CommandIo } from './command-io.js';
import { holdEntry, holdTable } from './hold-print.js';
import { parseInstant, type GivenInstant } from './instant.js';
import { withDatabase, withOperatorOptions, type OperatorOptions } from './operator-options.js';
import { printJson } from './print-json.js';

interface DeedOptions extends OperatorOptions {
  readonly reason: string;
  readonly actor?: string;
}

interface AddOptions extends DeedOptions {
  readonly class?: DataClass;
  readonly request?: string;
  readonly from?: GivenInstant;
  readonly to?: GivenInstant;
  readonly project?: string;
  readonly user?: string;
  readonly everything?: true;
}

/** Adds `hold add`, `hold release` and `hold list`. */
export function addHoldCommands(retention: Command, io: CommandIo): void {
  const hold = retention.command('hold').description('keep rows however old they are');
  withDeed(hold.command('add').description('hold what fits all that is named'))
    .addOption(new Option('--class <class>', 'only rows of this class').choices(dataClasses))
    .option('--request <id>', 'rows of this request')
    .option('--from <when>', 'rows of requests that started then or later', parseInstant)
    .option('--to <when>', 'rows of requests that started before', parseInstant)
    .option('--project <name>', 'rows of requests of this project')
    .option('--user <name>', 'rows of requests of this user')
    .option('--everything', 'every row there is')
    .action((options: AddOptions) => runCommand(io, () => add(options, io)));
  withDeed(hold.command('release <hold>').description('let go of what a hold is on')).action(
    (id: string, options: DeedOptions) => runCommand(io, () => release(id, options, io)),
  );
  withOperatorOptions(hold.command('list').description('list the holds that stand'))
    .option('--all', 'released ones too')
    .action((options: OperatorOptions & { readonly all?: true }) => runCommand(io, () => list(options, io)));
}

function withDeed(command: Command): Command {
  return withOperatorOptions(command)
    .requiredOption('--reason <text>', 'why; kept for ever', parseReason)
    .option('--actor <name>', 'who; default is the name of the system user');
}

function parseReason(text: string): string {
  if (text.trim() === '') throw new InvalidArgumentError('It should say why.');
  return text;
}

async function add(options: AddOptions, io: CommandIo): Promise<void> {
  const things = thingsOf(options, io);
  const isEmpty = Object.values(things).every((value) => value === undefined);
  if (isEmpty !== (options.everything === true))
    throw new UsageError('hold add should be told what to hold, or --everything and nothing else');
  if (things.from !== undefined && things.to !== undefined && things.from >= things.to)
    throw new UsageError('--from should be before --to');
  const deed = { reason: options.reason, actor: actorOf(options, io) };
  const hold = await withDatabase(options, io, (database) => placeHold(database, things, deed));
  io.say(options.format === 'json' ? printJson(holdEntry(hold)) : holdTable([hold]));
}

function thingsOf(options: AddOptions, io: CommandIo): HeldThings {
  const range = { from: options.from?.(io.now()), to: options.to?.(io.now()) };
  return {
    dataClass: options.class,
    requestId: options.request,
    ...range,
    project: options.project,
    user: options.user,
  };
}

async function release(id: string, options: DeedOptions, io: CommandIo): Promise<void> {
  if (!/^\d{1,18}$/.test(id)) throw new UsageError('a hold is named by its number, as hold list shows it');
  const deed = { reason: options.reason, actor: actorOf(options, io) };
  const released = await withDatabase(options, io, (database) => releaseHold(database, BigInt(id), deed));
  if (!released.ok) throw new Refusal(released.fault.message);
  io.say(options.format === 'json' ? printJson(holdEntry(released.value)) : holdTable([released.value]));
}

async function list(options: OperatorOptions & { readonly all?: true }, io: CommandIo): Promise<void> {
  const holds = await withDatabase(options, io, (database) => listHolds(database, options.all ? 'all' : 'standing'));
  io.say(options.format === 'json' ? printJson(holds.map(holdEntry)) : holdTable(holds));
}

import { Option, type Command } from 'commander';
import type { CallerLimits, CallerShape, OutputReserve, Quota } from '@smart-router/core';
import { parseCount, parsePercent, parseRate, parseUsd } from './parse-options.js';

/** Options of limits and shape under commander's camelCase names. Absent ones take the configured defaults. */
export interface LimitOptions {
  readonly rpm?: number;
  readonly tpm?: number;
  readonly concurrent?: number;
  readonly concurrency?: number;
  readonly dayRequests?: number;
  readonly dayTokens?: number;
  readonly dayCostUsd?: bigint;
  readonly monthRequests?: number;
  readonly monthTokens?: number;
  readonly monthCostUsd?: bigint;
  readonly lifetimeTokens?: number;
  readonly lifetimeCostUsd?: bigint;
  readonly softPercent?: number;
  readonly requestStartPerSec?: number;
  readonly requestBurst?: number;
  readonly inputTokensPerSec?: number;
  readonly inputTokenBurst?: number;
  readonly outputReservationTokensPerSec?: number;
  readonly outputReservationTokenBurst?: number;
  readonly totalReservedTokensPerSec?: number;
  readonly totalReservedTokenBurst?: number;
  readonly queueMaxWaitMs?: number;
  readonly queueMaxDepth?: number;
  readonly reserve?: OutputReserve;
}

const options: readonly (readonly [flags: string, description: string, parse: (text: string) => number | bigint])[] = [
  ['--rpm <count>', 'requests in a rolling minute', parseCount],
  ['--tpm <count>', 'tokens in a rolling minute', parseCount],
  ['--concurrent <count>', 'requests in flight', parseCount],
  ['--concurrency <count>', 'the same as --concurrent', parseCount],
  ['--day-requests <count>', 'requests a day', parseCount],
  ['--day-tokens <count>', 'tokens a day', parseCount],
  ['--day-cost-usd <amount>', 'cost a day', parseUsd],
  ['--month-requests <count>', 'requests a month', parseCount],
  ['--month-tokens <count>', 'tokens a month', parseCount],
  ['--month-cost-usd <amount>', 'cost a month', parseUsd],
  ['--lifetime-tokens <count>', 'tokens in all', parseCount],
  ['--lifetime-cost-usd <amount>', 'cost in all', parseUsd],
  ['--soft-percent <percent>', 'warn from this share of a limit on', parsePercent],
  ['--request-start-per-sec <rate>', 'smoothed request starts', parseRate],
  ['--request-burst <count>', 'request starts at once', parseRate],
  ['--input-tokens-per-sec <rate>', 'smoothed input tokens', parseRate],
  ['--input-token-burst <count>', 'input tokens at once', parseRate],
  ['--output-reservation-tokens-per-sec <rate>', 'smoothed output reservations', parseRate],
  ['--output-reservation-token-burst <count>', 'output reservations at once', parseRate],
  ['--total-reserved-tokens-per-sec <rate>', 'smoothed input and output', parseRate],
  ['--total-reserved-token-burst <count>', 'input and output at once', parseRate],
  ['--queue-max-wait-ms <count>', 'let shaped requests wait this long', parseCount],
  ['--queue-max-depth <count>', 'let this many shaped requests wait', parseCount],
];

/** Adds the options of limits and shape. */
export function withLimits(command: Command): Command {
  for (const [flags, description, parse] of options) command.option(flags, description, parse);
  return command;
}

/** Adds the option of what a key sets aside for its output. */
export function withReserve(command: Command): Command {
  const description = 'what a key sets aside for an answer: its cap, or what its answers are observed to need';
  return command.addOption(new Option('--reserve <what>', description).choices(['cap', 'observed']));
}

/** The limits that were given; `undefined` when none was. */
export function limitsOf(given: LimitOptions): CallerLimits | undefined {
  const lifetime = known({ tokens: given.lifetimeTokens, costNanoUsd: given.lifetimeCostUsd });
  return known({
    rpm: given.rpm,
    tpm: given.tpm,
    concurrent: given.concurrent ?? given.concurrency,
    day: quotaOf(given.dayRequests, given.dayTokens, given.dayCostUsd),
    month: quotaOf(given.monthRequests, given.monthTokens, given.monthCostUsd),
    lifetime,
    softPercent: given.softPercent,
  });
}

/** The traffic shape that was given; `undefined` when none was. */
export function shapeOf(given: LimitOptions): CallerShape | undefined {
  const { queueMaxWaitMs: maxWaitMs, queueMaxDepth: maxDepth } = given;
  const hasQueue = maxWaitMs !== undefined || maxDepth !== undefined;
  return known({
    requestStartPerSec: given.requestStartPerSec,
    requestBurst: given.requestBurst,
    inputTokensPerSec: given.inputTokensPerSec,
    inputTokenBurst: given.inputTokenBurst,
    outputReservationTokensPerSec: given.outputReservationTokensPerSec,
    outputReservationTokenBurst: given.outputReservationTokenBurst,
    totalReservedTokensPerSec: given.totalReservedTokensPerSec,
    totalReservedTokenBurst: given.totalReservedTokenBurst,
    queue: hasQueue ? { enabled: true, maxWaitMs: maxWaitMs ?? 250, maxDepth: maxDepth ?? 4 } : undefined,
  });
}

function quotaOf(
  requests: number | undefined,
  tokens: number | undefined,
  costNanoUsd: bigint | undefined,
): Quota | undefined {
  return known({ requests, tokens, costNanoUsd });
}

type Known<Fields> = { readonly [Name in keyof Fields]?: Exclude<Fields[Name], undefined> };

/** The fields that have a value; `undefined` when none has. */
function known<Fields extends object>(fields: Fields): Known<Fields> | undefined {
  const entries = Object.entries(fields).filter(([, value]) => value !== undefined);
  return entries.length === 0 ? undefined : (Object.fromEntries(entries) as Known<Fields>); // what is left is what was known
}

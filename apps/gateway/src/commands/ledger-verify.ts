import { verifyLedger, type GapFinding, type LedgerProof, type WindowFinding } from '@smart-router/usage-storage';
import type { CommandIo } from './command-io.js';
import { instantDate, instantText } from './instant.js';
import { spoolsOf, type LedgerOptions } from './ledger-options.js';
import { withDatabase } from './operator-options.js';
import { printJson } from './print-json.js';
import { printTable } from './print-table.js';

/** Proves the ledger, prints each finding and exits with 1 when there is one. */
export async function ledgerVerify(options: LedgerOptions, io: CommandIo): Promise<void> {
  const verify = { since: options.since?.(io.now()), spoolDirectories: spoolsOf(options, io) };
  const proof = await withDatabase(options, io, (database) => verifyLedger(database, verify));
  io.say(options.format === 'json' ? printJson(entryOf(proof)) : textOf(proof));
  if (!isWhole(proof)) io.endWith(1);
}

function isWhole({ gaps, differing }: LedgerProof): boolean {
  return gaps.length === 0 && differing.length === 0;
}

function entryOf(proof: LedgerProof): unknown {
  const differing = proof.differing.map((finding) => ({ ...finding, start: instantDate(finding.start) }));
  return { whole: isWhole(proof), ...proof, differing };
}

function textOf(proof: LedgerProof): string {
  const { writers, windows, waiting, rejected, gaps, differing } = proof;
  const lost = gaps.reduce((sum, gap) => sum + gap.lost, 0);
  const lines = [
    `writers: ${writers}, ${lost === 0 ? 'no record is lost' : `${lost} records are lost`}`,
    `spool: ${waiting} records wait, ${rejected} were rejected`,
    `windows: ${windows}, ${differing.length === 0 ? 'all equal their rows' : `${differing.length} differences`}`,
  ];
  const tables = [
    ...(gaps.length === 0 ? [] : [gapTable(gaps)]),
    ...(differing.length === 0 ? [] : [windowTable(differing)]),
  ];
  return [`${lines.join('\n')}\n`, ...tables].join('\n');
}

function gapTable(gaps: readonly GapFinding[]): string {
  const rows = gaps.flatMap(({ writerId, lost, ranges }) => ranges.map(({ from, to }) => [writerId, from, to, lost]));
  return printTable(['writer', 'from', 'to', 'lost of writer'], rows);
}

function windowTable(differing: readonly WindowFinding[]): string {
  const rows = differing.map(({ period, start, source, rollup, rows: stored }) => [
    ...[period, instantText(start), source, rollup.requests, stored.requests],
    ...[rollup.costNanoUsd, stored.costNanoUsd],
  ]);
  const head = ['window', 'start', 'compared with', 'requests', 'should be', 'nano-USD', 'should be'];
  return printTable(head, rows);
}

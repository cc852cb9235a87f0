import { Option, type Command } from 'commander';
import type { CliIo } from '../cli-io.js';
import { allReports } from '../reports/all-reports.js';
import type { ReportOptions } from './report-query.js';
import { runReport } from './run-report.js';

/** Adds `report`: the tables of the pages on standard output, asked with the parameters of their URLs. */
export function addReportCommand(root: Command, io: CliIo): void {
  root
    .command('report')
    .description('print a report: the same numbers as its page')
    .addOption(new Option('--report <name>', 'which one').choices(allReports.map(({ name }) => name)).default('usage'))
    .option('--table <name>', 'one of its tables; CSV prints the first where none is named')
    .addOption(new Option('--format <format>', 'how to print').choices(['md', 'csv', 'json']).default('md'))
    .option('--since <duration>', 'so long until now: 30m, 24h, 7d, 2w (default: 24h)')
    .option('--from <time>', 'from this time on, UTC: 2026-11-01 or 2026-11-01T08:30Z')
    .option('--to <time>', 'before this time; now when absent')
    .option('--group-by <dimensions>', 'one row for each: project,model')
    .option('--filter <name=value>', 'only these, e.g. project=web; may be repeated; ~ is unknown', collect, [])
    .option('--order <column>', 'largest first by this column')
    .option('--compare <what>', 'before: also the period before; nothing')
    .option('--baseline <id>', 'of savings: custom')
    .option('--baseline-input <price>', 'of savings: USD per million input tokens')
    .option('--baseline-output <price>', 'of savings: USD per million output tokens')
    .option('--only <words>', 'of requests: shaped, fallback')
    .option('--limit <rows>', 'at most so many rows')
    .option('--database-url <url>', 'the database; DATABASE_URL when absent')
    .action(async (options: ReportOptions) => io.stdout(await runReport(options, io)));
}

function collect(text: string, before: readonly string[]): readonly string[] {
  return [...before, text];
}

import type { Express, RequestHandler } from 'express';
import type { Guard } from '../guard.js';
import { queryOf } from '../query-of.js';
import type { ReportsHouse } from '../reports-house.js';
import { allReports } from '../reports/all-reports.js';
import { intersectScopes } from '../reports/intersect-scopes.js';
import type { Report } from '../reports/report.js';
import { signedIn } from '../signed-in.js';
import type { ReportTable } from '../table/report-table.js';
import type { Viewer } from '../viewer.js';
import { readExport } from './read-export.js';
import { writeCsv } from './write-csv.js';
import { writeMarkdown } from './write-markdown.js';

interface ExportFormat {
  readonly ending: 'csv' | 'md';
  readonly contentType: string;
  write(table: ReportTable): string;
}

const formats: readonly ExportFormat[] = [
  { ending: 'csv', contentType: 'text/csv; charset=utf-8', write: writeCsv },
  { ending: 'md', contentType: 'text/markdown; charset=utf-8', write: writeMarkdown },
];

/** Every table of every report as CSV and Markdown below `/export/`; each export leaves a trace. */
export function addExportRoutes(app: Express, house: ReportsHouse, guard: Guard): void {
  for (const report of allReports)
    for (const format of formats)
      app.get(
        `/export/${report.name}.${format.ending}`,
        guard.require(report.permission),
        guard.require('reports:export'),
        answerExport({ report, format, house, guard }),
      );
}

function answerExport(parts: {
  readonly report: Report;
  readonly format: ExportFormat;
  readonly house: ReportsHouse;
  readonly guard: Guard;
}): RequestHandler {
  const { report, format, house, guard } = parts;
  return async (request, response) => {
    const viewer = exporting(signedIn(guard, request));
    const reading = await readExport(report, { house, viewer, query: queryOf(request) });
    if (!reading.ok) {
      const sentences = reading.problems.map(({ sentence }) => `${sentence}\n`).join('');
      return void response.status(400).type('text').send(sentences);
    }
    await guard.note(request, { type: 'export', outcome: 'ok' });
    const { table, until } = reading;
    response
      .attachment(fileName(table, until, format))
      .type(format.contentType)
      .send(format.write(table));
  };
}

/** A file holds only what may both be read and be exported. */
function exporting(viewer: Viewer): Viewer {
  const exportable = viewer.scopeFor('reports:export');
  return { ...viewer, scopeFor: (permission) => intersectScopes(viewer.scopeFor(permission), exportable) };
}

/** Made of our own words only. */
function fileName({ name }: ReportTable, until: number, { ending }: ExportFormat): string {
  return `smart-router-${name}-${new Date(until).toISOString().slice(0, 10)}.${ending}`;
}

import fc from 'fast-check';
import { tableJson } from '../api/answer-json.js';
import { writeJson } from '../api/write-json.js';
import type { ReportTable } from '../table/report-table.js';
import { writeCsv } from './write-csv.js';
import { writeMarkdown } from './write-markdown.js';

const tableOf = (...names: readonly (string | undefined)[]): ReportTable => ({
  ...{ name: 'usage', title: 'Usage', empty: 'Nothing.' },
  columns: [
    { name: 'model', title: 'Model', kind: 'text' },
    { name: 'requests', title: 'Requests', kind: 'count' },
    { name: 'cost_usd', title: 'Cost', kind: 'money' },
    { name: 'latency_p50_ms', title: 'Latency', kind: 'milliseconds', isExtra: true },
  ],
  rows: names.map((name, index) => ({ cells: [name, BigInt(index), -1_500_000_000n * BigInt(index), undefined] })),
  rowCount: names.length,
});

/** Reads RFC 4180, written on its own. */
function readCsv(text: string): readonly (readonly string[])[] {
  const records: string[][] = [];
  let [record, field, isQuoted]: [string[], string, boolean] = [[], '', false];
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index] ?? '';
    if (isQuoted && character === '"' && text[index + 1] === '"') {
      field += '"';
      index += 1;
    } else if (character === '"') isQuoted = !isQuoted;
    else if (!isQuoted && character === ',') {
      record.push(field);
      field = '';
    } else if (!isQuoted && character === '\r') continue;
    else if (!isQuoted && character === '\n') {
      records.push([...record, field]);
      [record, field] = [[], ''];
    } else field += character;
  }
  return records;
}

describe('a table as CSV', () => {
  it('keeps numbers numbers, also negative ones, and leaves unknown empty', () => {
    expect(writeCsv(tableOf('gpt-5', 'claude'))).toBe(
      'model,requests,cost_usd,latency_p50_ms\r\ngpt-5,0,0.00,\r\nclaude,1,-1.50,\r\n',
    );
  });

  it.each(['=cmd()', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '  =1', '\uff1d1', '|calc', '%0A'])(
    'lets %j be no formula',
    (name) => {
      const [, record] = readCsv(writeCsv(tableOf(name)));
      expect(record?.[0]).toMatch(/^['\ufffd]/);
    },
  );

  it('can be read back, whatever the names', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary', maxLength: 20 }), { minLength: 1 }), (names) => {
        const records = readCsv(writeCsv(tableOf(...names)));
        expect(records).toHaveLength(names.length + 1);
        for (const record of records) {
          expect(record).toHaveLength(4);
          expect(record[0]).not.toMatch(/^\s*[=+\-@\t\r]/);
        }
      }),
    );
  });
});

describe('a table as Markdown', () => {
  it('has no columns that are only for machines', () => {
    expect(writeMarkdown(tableOf('gpt-5'))).toBe(
      '## Usage\n\n| Model | Requests | Cost |\n| --- | ---: | ---: |\n| gpt-5 | 0 | $0.00 |\n',
    );
  });

  it('says what to do where there are no rows', () => {
    expect(writeMarkdown(tableOf())).toBe('## Usage\n\nNothing.\n');
  });

  it.each([
    ['a|b', 'a\\|b'],
    ['<script>alert(1)</script>', '&lt;script&gt;alert\\(1\\)&lt;/script&gt;'],
    ['[x](javascript:alert(1))', '\\[x\\]\\(javascript:alert\\(1\\)\\)'],
    ['https://evil.example', 'https&#58;//evil.example'],
    ['a@b.c www.x.y', 'a&#64;b.c www&#46;x.y'],
    ['a\nb\u202ec', 'a\ufffdb\ufffdc'],
  ])('shows %j as it is', (name, shown) => {
    expect(writeMarkdown(tableOf(name))).toContain(`| ${shown} | 0 |`);
  });
});

describe('a table as JSON', () => {
  it('has exact money twice, as text in USD and as an integer of nano-USD, and null for unknown', () => {
    const table = tableOf('gpt-5');
    const large = { ...table, rows: [{ cells: [undefined, 2n ** 70n, 10n ** 20n + 1n, 12] }] };
    expect(writeJson(tableJson(large))).toBe(
      '{"rows":[{"model":null,"requests":1180591620717411303424,"cost_usd":"100000000000.000000001",' +
        '"cost_nano_usd":100000000000000000001,"latency_p50_ms":12}],"total":null,"row_count":1}',
    );
  });
});

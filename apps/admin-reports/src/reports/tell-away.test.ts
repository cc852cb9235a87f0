import { freePort } from '@smart-router/dev-services';
import { openReports, type Reports, type UsageQuestion } from '@smart-router/usage-storage';
import { DatabaseAway, tellAway } from './tell-away.js';

const range = { from: 0, to: 1 };
const everything = { scope: 'everything', range, filter: {}, groupBy: [] } as const;

let reports: Reports;
beforeAll(async () => {
  reports = tellAway(openReports(`postgres://nobody@127.0.0.1:${await freePort()}/nothing`));
});
afterAll(() => reports.close());

it('tells of whatever is asked that the database is away', async () => {
  const asked = [
    reports.usage(everything),
    reports.values({ ...everything, dimension: 'user' }),
    reports.request('req_01a1b65aafd47831ba0fc996d74c5998', 'everything'),
    reports.state(everything),
  ];
  for (const answer of asked) await expect(answer).rejects.toThrow(DatabaseAway);
});

it('tells a bug as one', async () => {
  // No reader asks so: `scope` is missing.
  const question = { range, filter: {}, groupBy: [] } as unknown as UsageQuestion;
  await expect(reports.usage(question)).rejects.toThrow(TypeError);
});

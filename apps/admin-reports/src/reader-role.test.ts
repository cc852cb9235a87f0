import { randomBytes } from 'node:crypto';
import { openDatabase, prepareReportsRole } from '@smart-router/usage-storage';
import { allReports } from './reports/all-reports.js';
import { pathOf } from './reports/path-of.js';
import { adaConfig, password, startSite, type TestSite } from './testing/start-site.js';
import { storeUsage } from './testing/store-usage.js';
import { visitorOf, type Visitor } from './testing/visitor.js';

const role = `reader_${randomBytes(6).toString('hex')}`;

let site: TestSite;
let ada: Visitor;

beforeAll(async () => {
  const config = await adaConfig();
  site = await startSite(config);
  const database = openDatabase(site.databaseUrl);
  expect(await prepareReportsRole(database, { role, password: 'reader' })).toMatchObject({ ok: true });
  await database.destroy();
  const reader = new URL(site.databaseUrl);
  reader.username = role;
  reader.password = 'reader';
  ada = visitorOf(await site.another(config, { env: { DATABASE_URL: reader.href } }));
  await ada.signIn('ada', password);
});
afterAll(async () => {
  await site.query(`drop owned by ${role}`);
  await site.query(`drop role ${role}`);
  await site.close();
});

test.each(allReports.map((report) => [report.name, report] as const))(
  'the role that cannot write usage suffices for the page, the API and the export of %s',
  async (_name, report) => {
    const paths = [pathOf(report), `/api/v1/${report.name}`, `/export/${report.name}.csv`];
    const answers = await Promise.all(paths.map((path) => ada.get(path)));
    expect(answers.map(({ status }, index) => `${status} ${paths[index]}`)).toEqual(paths.map((path) => `200 ${path}`));
    expect(await answers[0]?.text()).not.toContain('permission denied');
  },
);

test('it suffices for single requests, and the log says nothing of missing rights', async () => {
  const [id] = await storeUsage(site, [{ startedAt: Date.now() - 60_000 }]);
  expect((await ada.get(`/requests/${id}`)).status).toBe(200);
  expect((await ada.get('/requests/req_unknown')).status).toBe(404);
  expect((await ada.get('/api/v1/values?dimension=project')).status).toBe(200);
  expect(site.logged.filter((line) => line.includes('permission denied') || line.includes('not granted'))).toEqual([]);
});

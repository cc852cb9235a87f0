import { request } from 'node:http';
import { adaConfig, password, startSite, type TestSite } from '../testing/start-site.js';
import { visitorOf } from '../testing/visitor.js';

let site: TestSite;
beforeAll(async () => {
  site = await startSite(await adaConfig());
});
afterAll(() => site.close());

const statusesOf = async (asks: readonly Promise<Response>[]): Promise<readonly number[]> =>
  (await Promise.all(asks)).map(({ status }) => status);

const many = (count: number, ask: () => Promise<Response>): readonly Promise<Response>[] =>
  Array.from({ length: count }, ask);

describe('a viewer who asks for many pages at once', () => {
  it('is told so for those beyond its turns, and served again afterwards', async () => {
    const visitor = visitorOf(site.url);
    await visitor.signIn('ada', password);
    const statuses = await statusesOf(many(60, () => visitor.get('/api/v1/usage')));
    expect([...new Set(statuses)].sort()).toEqual([200, 429]);
    expect(statuses.filter((status) => status === 200).length).toBeGreaterThanOrEqual(18);
    expect(await statusesOf(many(18, () => visitor.get('/api/v1/usage')))).toEqual(Array(18).fill(200));
  });

  it('gives back the turns of pages that it did not wait for', async () => {
    const visitor = visitorOf(site.url);
    await visitor.signIn('ada', password);
    const cookie = [...visitor.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const left = Array.from({ length: 40 }, () => {
      const asking = request(`${site.url}/`, { headers: { cookie }, agent: false });
      asking.on('error', () => undefined); // it is left on purpose
      asking.end(() => asking.destroy());
      return new Promise<void>((resolve) => asking.once('close', () => resolve()));
    });
    await Promise.all(left);
    let statuses: readonly number[] = [];
    // The server hears of the last of them a moment later.
    while (statuses.some((status) => status !== 200) || statuses.length === 0)
      statuses = await statusesOf(many(18, () => visitor.get('/api/v1/usage')));
    expect(statuses).toHaveLength(18);
  });
});

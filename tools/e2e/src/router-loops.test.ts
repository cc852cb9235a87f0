import { sql } from 'kysely';
import { readConfig } from '@smart-router/config';
import { freePort, waitFor } from '@smart-router/dev-services';
import { callerRequests } from './caller-requests.js';
import { laneDialects, type LaneDialect } from './lane-config.js';
import { routerTarget } from './router-target.js';
import { simulatorKey, startStackWith, type Stack, type StackPlaces } from './start-stack.js';
import { targetConfig, type TestGroup } from './target-config.js';

let one: Stack;
let other: Stack;

beforeAll(async () => {
  const [onePort, otherPort] = [await freePort(), await freePort()];
  const own = { url: `http://127.0.0.1:${onePort}`, tokenIn: 'OWN_TOKEN' };
  const there = { url: `http://127.0.0.1:${otherPort}`, tokenIn: 'OTHER_TOKEN' };
  const listen = (port: number) => ({ listen: `127.0.0.1:${port}` });
  const spare = { dialect: 'openai-chat', model: 'sim-ok+spare' } as const;

  let otherPlaces: StackPlaces | undefined;
  other = await startStackWith((places) => {
    otherPlaces = places;
    return targetConfig([{ name: 'waiting', targets: [spare] }], places, listen(otherPort));
  });
  const groups = laneDialects.flatMap((dialect): readonly TestGroup[] => [
    { name: `self.${dialect}`, targets: [routerTarget(dialect, `self.${dialect}`, own)] },
    { name: `rescued.${dialect}`, targets: [routerTarget(dialect, `rescued.${dialect}`, own), spare] },
    { name: `round.${dialect}`, targets: [routerTarget(dialect, `round.${dialect}`, there)] },
  ]);
  one = await startStackWith((places) => targetConfig(groups, places, listen(onePort)), {
    env: { OTHER_TOKEN: other.token },
  });
  // Each needs the other's token, so one of them hears of its way back when both are there.
  const back = { url: own.url, tokenIn: 'ONE_TOKEN' };
  const backGroups = laneDialects.map((dialect) => ({
    name: `round.${dialect}`,
    targets: [routerTarget(dialect, `round.${dialect}`, back)],
  }));
  if (otherPlaces === undefined) throw new Error('the other router was started without places');
  const config = readConfig(targetConfig(backGroups, otherPlaces, listen(otherPort)), {
    ...{ DATABASE_URL: other.databaseUrl, SIMULATOR_KEY: simulatorKey, ONE_TOKEN: one.token },
  });
  if (!config.ok) throw new Error(JSON.stringify(config.problems));
  other.gateway.useCatalog(config.catalog);
});
afterAll(async () => {
  await one.close();
  await other.close();
});

async function ask(dialect: LaneDialect, model: string, more: { stream?: boolean; hops?: string } = {}) {
  const { path, body } = callerRequests[dialect];
  const answer = await fetch(one.gateway.url + path, {
    method: 'POST',
    headers: {
      ...{ authorization: `Bearer ${one.token}`, 'content-type': 'application/json' },
      ...(more.hops === undefined ? {} : { 'x-router-hops': more.hops }),
    },
    body: JSON.stringify({ ...body, model, stream: more.stream ?? false }),
  });
  return { status: answer.status, text: await answer.text(), shouldRetry: answer.headers.get('x-should-retry') };
}

/** The rows of a group at a router, once there are so many. */
async function rowsOf(stack: Stack, group: string, count: number) {
  const read = async () => {
    const { rows } = await sql<{ status: number; error_type: string | null; attempt_count: number }>`
      select status, error_type, attempt_count from request_usage
      where resolved_group = ${group} order by started_at, request_id`.execute(stack.database);
    return rows.length >= count && rows;
  };
  return waitFor(read, { what: `${count} rows of ${group}` });
}

async function cooldowns(): Promise<number> {
  const counts = await Promise.all(
    [one, other].map(async ({ database }) => {
      const { rows } = await sql<{ count: number }>`
        select count(*)::int as count from request_upstream_shape_events where decision = 'cooldown_started'`.execute(
        database,
      );
      return rows[0]?.count ?? 0;
    }),
  );
  return counts.reduce((sum, count) => sum + count);
}

const refused = { status: 502, error_type: 'no-eligible-target' };
const ways = laneDialects.flatMap((dialect) => [false, true].map((stream) => ({ dialect, stream })));

describe('a loop of routers', () => {
  it.each(ways)(
    'of one with itself ends where it comes back ($dialect, stream $stream)',
    async ({ dialect, stream }) => {
      const group = `self.${dialect}`;
      const answer = await ask(dialect, group, { stream });
      expect(answer).toMatchObject({ status: 502, shouldRetry: 'false' });
      expect(answer.text).toContain('no-eligible-target');
      const rows = await rowsOf(one, group, stream ? 4 : 2);
      expect(rows.slice(-2)).toEqual([
        { ...refused, attempt_count: 1 },
        { ...refused, attempt_count: 0 },
      ]);
      expect(rows).toHaveLength(stream ? 4 : 2);
    },
  );

  it.each(ways)('of two ends at the first one ($dialect, stream $stream)', async ({ dialect, stream }) => {
    const group = `round.${dialect}`;
    expect(await ask(dialect, group, { stream })).toMatchObject({ status: 502, shouldRetry: 'false' });
    const rows = await rowsOf(one, group, stream ? 4 : 2);
    expect(rows.map((row) => row.attempt_count)).toEqual(stream ? [1, 0, 1, 0] : [1, 0]);
    expect(await rowsOf(other, group, stream ? 2 : 1)).toEqual(
      Array(stream ? 2 : 1).fill({ ...refused, attempt_count: 1 }),
    );
  });

  it.each(ways)(
    'gives way to a target that leads out of it ($dialect, stream $stream)',
    async ({ dialect, stream }) => {
      for (let asked = 0; asked < 4; asked += 1)
        expect(await ask(dialect, `rescued.${dialect}`, { stream })).toMatchObject({ status: 200 });
    },
  );

  it('leaves nothing pausing behind', async () => {
    await rowsOf(one, 'rescued.anthropic-messages', 16);
    expect(await cooldowns()).toBe(0);
  });

  it('is not what a caller makes up: strange hops change nothing, and too many refuse only that request', async () => {
    const strange = 'me, you, 0123456789abcdef';
    expect(await ask('openai-chat', 'rescued.openai-chat', { hops: strange })).toMatchObject({ status: 200 });
    const many = Array(9).fill('0123456789abcdef').join(',');
    const answer = await ask('openai-chat', 'rescued.openai-chat', { hops: many });
    expect(answer.status).toBe(502);
    expect(answer.text).toContain('"reason":"too-many-routers"');
    expect(await ask('openai-chat', 'rescued.openai-chat')).toMatchObject({ status: 200 });
    for (const { headers } of one.provider.requests()) expect(Object.keys(headers)).not.toContain('x-router-hops');
  });
});

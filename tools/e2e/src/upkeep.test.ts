import { sql } from 'kysely';
import { waitFor } from '@smart-router/dev-services';
import { laneConfig } from './lane-config.js';
import { startStackWith, type Stack } from './start-stack.js';

let stack: Stack;
beforeAll(async () => {
  stack = await startStackWith((places) =>
    laneConfig({ ...places, serverLines: '  admin_listen: 127.0.0.1:0' }).replace(
      'storage:\n',
      'storage:\n  rollups: { interval_s: 1, settle_s: 0, final_day_after_h: 1, final_month_after_h: 1 }\n',
    ),
  );
});
afterAll(() => stack.close());

const ask = async (): Promise<number> => {
  const answer = await fetch(`${stack.gateway.url}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${stack.token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'openai-chat', messages: [{ role: 'user', content: 'hello' }] }),
  });
  return answer.status;
};

/** The rows there are, as if they were of a time ago. */
const copyFrom = async (age: string, id: string): Promise<void> => {
  await stack.database.connection().execute(async (connection) => {
    await sql`create temporary table copied as select * from request_usage where started_at > now() - interval '1 hour'`.execute(
      connection,
    );
    await sql`update copied set request_id = ${id}, started_at = started_at - ${age}::interval,
      writer_id = ${id}`.execute(connection);
    await sql`insert into request_usage select * from copied`.execute(connection);
    await sql`drop table copied`.execute(connection);
  });
};

const daily = async (): Promise<readonly { readonly requests: number; readonly is_correction: boolean }[]> => {
  const { rows } = await sql<{ requests: number; is_correction: boolean }>`
    select requests::int, is_correction from usage_rollup_daily order by is_correction`.execute(stack.database);
  return rows;
};

test('a gateway adds usage up and makes it final while it serves, and late rows correct it', async () => {
  expect(await ask()).toBe(200);
  await stack.usageRows(1);
  await copyFrom('70 days', 'old');
  const isFinal = async (): Promise<boolean> => {
    const { rows } = await sql`select from usage_rollup_windows where period = 'month' and status = 'final'`.execute(
      stack.database,
    );
    return rows.length > 0;
  };
  await waitFor(isFinal, { what: 'the month to be final' });
  expect(await daily()).toEqual([{ requests: 1, is_correction: false }]);
  await copyFrom('70 days', 'late');
  expect(await daily()).toEqual([
    { requests: 1, is_correction: false },
    { requests: 1, is_correction: true },
  ]);
  const metrics = await (await fetch(`${stack.gateway.adminUrl ?? ''}/metrics`)).text();
  expect(metrics).toMatch(/^smart_router_rollup_failures 0$/m);
  expect(metrics).toMatch(/^smart_router_rollup_refused_windows 0$/m);
});

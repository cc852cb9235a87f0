import type { GatewayProcess } from '../gateway-process.js';
import { keepReport } from './keep-report.js';
import { playOutage, warmUp, type Outage } from './play-outage.js';
import { openWorld, type World } from './world.js';

const limitMs = 180_000;

let world: World;
let gateways: Readonly<Record<'direct' | 'slow', GatewayProcess>>;

beforeAll(async () => {
  world = await openWorld();
  gateways = {
    direct: await world.startGateway({ name: 'postgres-away' }),
    slow: await world.startGateway({ name: 'postgres-slow', through: 'proxies' }),
  };
  await Promise.all(Object.values(gateways).map((gateway) => warmUp(world, gateway)));
}, limitMs);
afterAll(async () => {
  // a start that failed leaves it undefined
  await (world as World | undefined)?.close();
}, limitMs);

const outages: readonly Outage[] = [
  {
    ...{ dependency: 'Postgres', state: 'down', degraded: ['postgres'] },
    take: ({ postgres }) => postgres.stop(),
    mend: ({ postgres }) => postgres.start(),
  },
  {
    ...{ dependency: 'Postgres', state: 'paused', degraded: ['postgres'] },
    take: async ({ postgres }) => postgres.service().pause(),
    mend: async ({ postgres }) => postgres.service().resume(),
  },
  {
    // A second is within its time limits: it is late, and not away.
    ...{ dependency: 'Postgres', state: 'slow', degraded: [] },
    take: async ({ postgres }) => (postgres.proxy.delayMs = 1000),
    mend: async ({ postgres }) => (postgres.proxy.delayMs = 0),
  },
  {
    ...{ dependency: 'Redis and Postgres', state: 'paused', degraded: ['redis', 'postgres'] },
    take: async ({ redis, postgres }) => [redis, postgres].forEach((each) => each.service().pause()),
    mend: async ({ redis, postgres }) => [redis, postgres].forEach((each) => each.service().resume()),
  },
];

test.each(outages)(
  'while $dependency is $state every request is answered and has its row, keys stay known, and it is used again by itself',
  async (outage) => keepReport(await playOutage(world, gateways[outage.state === 'slow' ? 'slow' : 'direct'], outage)),
  limitMs,
);

import type { GatewayProcess } from '../gateway-process.js';
import { keepReport } from './keep-report.js';
import { playOutage, warmUp, type Outage } from './play-outage.js';
import { openWorld, type World } from './world.js';

const limitMs = 120_000;

let world: World;
let gateways: Readonly<Record<'direct' | 'slow', GatewayProcess>>;

beforeAll(async () => {
  world = await openWorld();
  gateways = {
    direct: await world.startGateway({ name: 'redis-away' }),
    slow: await world.startGateway({ name: 'redis-slow', through: 'proxies' }),
  };
  await Promise.all(Object.values(gateways).map((gateway) => warmUp(world, gateway)));
}, limitMs);
afterAll(async () => {
  // a start that failed leaves it undefined
  await (world as World | undefined)?.close();
}, limitMs);

const common = { dependency: 'Redis', degraded: ['redis'] } as const;
const outages: readonly Outage[] = [
  { ...common, state: 'down', take: ({ redis }) => redis.stop(), mend: ({ redis }) => redis.start() },
  {
    ...common,
    state: 'paused',
    take: async ({ redis }) => redis.service().pause(),
    mend: async ({ redis }) => redis.service().resume(),
  },
  {
    ...common,
    state: 'slow',
    take: async ({ redis }) => (redis.proxy.delayMs = 1000),
    mend: async ({ redis }) => (redis.proxy.delayMs = 0),
  },
];

test.each(outages)(
  'while Redis is $state every request is answered, and it is used again by itself',
  async (outage) => keepReport(await playOutage(world, gateways[outage.state === 'slow' ? 'slow' : 'direct'], outage)),
  limitMs,
);

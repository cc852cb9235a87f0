import { randomOf } from './random.laws.js';

type Random = () => number;

const pick = <T>(random: Random, values: readonly T[]): T => values[Math.floor(random() * values.length)] as T; // the list is not empty
const digits = (random: Random, count: number): string =>
  Array.from({ length: count }, () => Math.floor(random() * 10)).join('');
const hex = (random: Random, count: number): string =>
  Array.from({ length: count }, () => Math.floor(random() * 16).toString(16)).join('');
const uuid = (random: Random): string => [8, 4, 4, 4, 12].map((count) => hex(random, count)).join('-');
const day = (random: Random): string =>
  `2${pick(random, ['019', '023', '025'])}-0${1 + Math.floor(random() * 9)}-1${digits(random, 1)}`;

const names = [
  'Anna Keller',
  'João Pereira',
  'Mary O’Neill',
  'Wei Zhang',
  'Fatima Haddad',
  'Piotr Nowak',
  'Grace Hopper',
];
const cities = ['Lisbon', 'Kraków', 'Leeds', 'Osaka', 'São Paulo', 'Bremen', 'Boston', 'Lyon'];
const goods = ['garden hose', 'walking boots', 'desk lamp', 'green tea', 'bicycle pump', 'wool blanket'];
const states = ['pending', 'delivered', 'cancelled', 'in_transit', 'refunded', 'active', 'failed'];

/** Kinds of records that services send each other. */
const records: readonly ((random: Random) => object)[] = [
  (random) => ({
    ...{
      id: uuid(random),
      customer: pick(random, names),
      status: pick(random, states),
      createdAt: `${day(random)}T0${digits(random, 1)}:2${digits(random, 1)}:00Z`,
    },
    items: Array.from({ length: 1 + Math.floor(random() * 3) }, () => ({
      sku: `A-${digits(random, 5)}`,
      title: pick(random, goods),
      quantity: Math.ceil(random() * 9),
      price: Number((random() * 300).toFixed(2)),
    })),
    shipping: { city: pick(random, cities), postal_code: digits(random, 5), express: random() < 0.5, note: null },
  }),
  (random) => ({
    type: 'Feature',
    geometry: { type: 'Point', coordinates: [Number((random() * 180).toFixed(6)), Number((random() * 90).toFixed(6))] },
    properties: {
      name: pick(random, cities),
      population: Math.floor(random() * 4e6),
      elevation_m: Math.floor(random() * 900),
    },
  }),
  (random) => ({
    timestamp: 1.7e12 + Math.floor(random() * 1e10),
    level: pick(random, ['info', 'warn', 'error']),
    service: pick(random, ['billing', 'search-api', 'mailer']),
    message: `Request ${hex(random, 12)} took ${digits(random, 3)} ms`,
    trace_id: hex(random, 32),
    duration_ms: Number((random() * 900).toFixed(3)),
  }),
  (random) => ({
    user_id: Math.floor(random() * 1e8),
    user_name: pick(random, names)
      .toLowerCase()
      .replace(/[^a-z]/g, '_'),
    email: `user${digits(random, 3)}@example.com`,
    is_admin: random() < 0.2,
    tags: [pick(random, goods), pick(random, states)],
    avatar_url: `https://cdn.example.com/avatars/${hex(random, 16)}.png`,
    last_login: day(random),
  }),
  (random) => ({
    series: pick(random, ['cpu', 'memory', 'requests']),
    values: Array.from({ length: 8 }, () => Number((random() * 100).toFixed(1 + Math.floor(random() * 3)))),
    unit: 'percent',
    from: day(random),
  }),
  (random) => ({
    name: pick(random, ['get_weather', 'search_orders', 'send_mail']),
    description: 'Looks something up for the user and returns a short summary of it.',
    parameters: {
      type: 'object',
      properties: {
        query: { type: 'string', description: 'What to look for' },
        limit: { type: 'integer', minimum: 1, maximum: Math.floor(random() * 100) },
        order: { type: 'string', enum: ['asc', 'desc'] },
      },
      required: ['query'],
      additionalProperties: false,
    },
  }),
];

/** Documents of such records, written the ways JSON is written: indented, dense, with blanks, a line each. */
export function recordDocuments(count: number): readonly string[] {
  return Array.from({ length: count }, (_unused, index) => {
    const random = randomOf(index + 77);
    const record = records[index % records.length] ?? records[0];
    const list = Array.from({ length: 60 }, () => record?.(random) ?? {});
    const style = Math.floor(index / records.length) % 4;
    if (style === 3) return list.map((entry) => JSON.stringify(entry)).join('\n');
    if (style === 2) return JSON.stringify(list).replaceAll('":', '": ').replaceAll(',"', ', "');
    return JSON.stringify({ total: list.length, data: list }, undefined, style === 0 ? 2 : undefined);
  });
}

/** Noise as it stands in bodies: sealed ids, digits, tables, emoji. */
export const noises: Readonly<Record<string, Random extends infer R ? (random: R & Random) => string : never>> = {
  base64: (random) => Buffer.from(Array.from({ length: 30 }, () => Math.floor(random() * 256))).toString('base64'),
  hex: (random) => `${hex(random, 32)} `,
  uuid: (random) => `${uuid(random)}\n`,
  rows: (random) => `${digits(random, 4)},${(random() * 100).toFixed(2)},${day(random)},true\n`,
  emoji: (random) =>
    `${String.fromCodePoint(0x1f600 + Math.floor(random() * 64))}${random() < 0.4 ? ' well done, see you ' : ''}`,
  indentation: (random) =>
    `\n${' '.repeat(2 * Math.floor(random() * 12))}${pick(random, ['return value;', '}', '},', '- item'])}`,
};

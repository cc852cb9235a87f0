import { request } from 'node:http';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { callerRequests } from './caller-requests.js';
import { laneDialects, type LaneDialect } from './lane-config.js';
import { startStack, type Stack } from './start-stack.js';

let stack: Stack;

beforeAll(async () => {
  stack = await startStack({ serverLines: '  request_limits: { max_body_bytes: 16000000, body_timeout_ms: 3000 }' });
});
afterAll(() => stack.close());
beforeEach(() => stack.provider.reset());

const packings = [
  ['gzip', gzipSync],
  ['x-gzip', gzipSync],
  ['deflate', deflateSync],
  ['deflate', deflateRawSync],
  ['br', brotliCompressSync],
  ['Identity, gzip', gzipSync],
] as const;

const plainBody = (dialect: LaneDialect): Buffer =>
  Buffer.from(JSON.stringify({ ...callerRequests[dialect].body, model: dialect, user: 'u'.repeat(300_000) }));

async function send(
  dialect: LaneDialect,
  encoding: string,
  body: Uint8Array,
): Promise<{ readonly status: number; readonly text: string }> {
  const answer = await fetch(`${stack.gateway.url}${callerRequests[dialect].path}`, {
    method: 'POST',
    headers: {
      ...{ 'content-type': 'application/json', 'content-encoding': encoding },
      ...{ authorization: `Bearer ${stack.token}` },
    },
    body: new Uint8Array(body),
  });
  return { status: answer.status, text: await answer.text() };
}

describe('a packed body', () => {
  it.each(laneDialects.flatMap((dialect) => packings.map(([name, pack]) => [dialect, name, pack] as const)))(
    'reaches the provider plain: %s in %s',
    async (dialect, name, pack) => {
      const plain = plainBody(dialect);
      expect(await send(dialect, name, pack(plain))).toMatchObject({ status: 200 });
      const seen = stack.provider.requests()[0];
      expect(seen?.body.toString()).toContain(`"user":"${'u'.repeat(300_000)}"`);
      expect(seen?.headers).not.toHaveProperty('content-encoding');
    },
  );

  it.each(laneDialects)(
    'that breaks off or is none is refused with its content-encoding named: %s',
    async (dialect) => {
      const packed = gzipSync(plainBody(dialect));
      const broken = [packed.subarray(0, packed.length - 20), plainBody(dialect), packed.fill(7, 40, 80)];
      for (const body of broken) {
        const answer = await send(dialect, 'gzip', body);
        expect(answer.status).toBe(400);
        expect(answer.text).toMatch(/whole gzip, as its content-encoding says/);
      }
      expect(stack.provider.requests()).toEqual([]);
    },
  );

  it.each(['gzip, gzip', 'br, gzip', 'compress', 'aes128gcm'])(
    'of %s is refused with the accepted ones named',
    async (encoding) => {
      const answer = await send('openai-chat', encoding, gzipSync(plainBody('openai-chat')));
      expect(answer.status).toBe(415);
      expect(answer.text).toMatch(/one of identity, gzip, deflate, br/);
    },
  );

  it('that unpacks to a hundred times the limit is refused, and memory stays flat', async () => {
    const member = gzipSync(Buffer.alloc(16_000_000));
    const bomb = Buffer.concat(Array.from({ length: 100 }, () => member));
    const before = process.memoryUsage().rss;
    let most = before;
    const watch = setInterval(() => (most = Math.max(most, process.memoryUsage().rss)), 5);
    const answer = await send('openai-chat', 'gzip', bomb);
    clearInterval(watch);
    expect(answer.status).toBe(413);
    expect(answer.text).toMatch(/at most 16000000 bytes/);
    expect(most - before).toBeLessThan(150_000_000);
  });

  it('that arrives too slowly is refused', async () => {
    expect(await dribble(gzipSync(plainBody('openai-chat')))).toBe(408);
  });
});

/** Uploads a byte now and then; resolves with the status of the answer. */
function dribble(body: Buffer): Promise<number> {
  return new Promise((resolve, reject) => {
    const headers = {
      ...{ 'content-type': 'application/json', 'content-encoding': 'gzip', authorization: `Bearer ${stack.token}` },
    };
    let sent = 0;
    const upload = request(`${stack.gateway.url}/v1/chat/completions`, { method: 'POST', headers }, (answer) => {
      clearInterval(drip);
      answer.resume();
      resolve(answer.statusCode ?? 0);
      upload.destroy();
    });
    upload.on('error', reject);
    const drip = setInterval(() => upload.write(body.subarray(sent, (sent += 1))), 100);
  });
}

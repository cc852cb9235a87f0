import { createHash, randomBytes, scrypt, timingSafeEqual } from 'node:crypto';

/** A password as it is kept: scrypt with its parameters, `scrypt$N$r$p$salt$key` in base64url. */
export interface PasswordHash {
  readonly cost: number;
  readonly blockSize: number;
  readonly parallelization: number;
  readonly salt: Buffer;
  readonly key: Buffer;
  readonly text: string;
}

/** What scrypt costs: 128 MiB and about half a second, as OWASP's password storage cheat sheet asks. */
const recommended = { cost: 2 ** 17, blockSize: 8, parallelization: 1 };

const bounds = { minCost: 2 ** 14, maxCost: 2 ** 18, maxBlockSize: 16, maxParallelization: 4 };

const keyBytes = 32;
const saltBytes = 16;

/** Reads a hash; `undefined` when it is none, or one too weak or too costly. */
export function parsePasswordHash(text: string): PasswordHash | undefined {
  const match = /^scrypt\$(\d{1,6})\$(\d{1,2})\$(\d)\$([\w-]{22,86})\$([\w-]{43})$/.exec(text);
  if (match === null) return undefined;
  const [cost, blockSize, parallelization] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const isPowerOfTwo = Number.isInteger(Math.log2(cost));
  if (!isPowerOfTwo || cost < bounds.minCost || cost > bounds.maxCost) return undefined;
  if (blockSize < 8 || blockSize > bounds.maxBlockSize) return undefined;
  if (parallelization < 1 || parallelization > bounds.maxParallelization) return undefined;
  const bytes = (part: string | undefined): Buffer => Buffer.from(part ?? '', 'base64url');
  return { cost, blockSize, parallelization, salt: bytes(match[4]), key: bytes(match[5]), text };
}

/** Reads a hash that was checked before. */
export function requirePasswordHash(text: string): PasswordHash {
  const hash = parsePasswordHash(text);
  if (hash === undefined) throw new Error('a password hash should have been checked before');
  return hash;
}

/** Hashes a password with a salt of its own. */
export async function hashPassword(password: string, parameters: Partial<typeof recommended> = {}): Promise<string> {
  const { cost, blockSize, parallelization } = { ...recommended, ...parameters };
  const salt = randomBytes(saltBytes);
  const key = await derive(password, { cost, blockSize, parallelization, salt });
  return ['scrypt', cost, blockSize, parallelization, salt.toString('base64url'), key.toString('base64url')].join('$');
}

/** Whether a password is the one of a hash; takes the same time for every wrong one. */
export async function isPassword(password: string, hash: PasswordHash): Promise<boolean> {
  return timingSafeEqual(await derive(password, hash), hash.key);
}

/** A hash no password has, which costs as much to check as another: unknown users take as long as known ones. */
export function decoyOf(hash: PasswordHash | undefined): PasswordHash {
  const parameters = hash ?? recommended;
  return { ...parameters, salt: randomBytes(saltBytes), key: randomBytes(keyBytes), text: '' };
}

/** Says whether a hash is still the same, without saying which. */
export function stampOf(hash: PasswordHash): string {
  return createHash('sha256').update(hash.text).digest('hex').slice(0, 16);
}

type Parameters = Omit<PasswordHash, 'key' | 'text'>;

function derive(password: string, { cost, blockSize, parallelization, salt }: Parameters): Promise<Buffer> {
  // scrypt takes 128 · N · r bytes; the limit is of Node's own.
  const maxmem = 2 * 128 * cost * blockSize;
  return new Promise((resolve, reject) => {
    const options = { N: cost, r: blockSize, p: parallelization, maxmem };
    scrypt(password.normalize('NFKC'), salt, keyBytes, options, (error, key) => {
      if (error === null) resolve(key);
      else reject(error);
    });
  });
}

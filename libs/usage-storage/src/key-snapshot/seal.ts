import { createCipheriv, createDecipheriv, randomBytes, scrypt } from 'node:crypto';
import { promisify } from 'node:util';

const stretch = promisify<string, Buffer, number, Buffer>(scrypt);

/** What a sealed file begins with: a name and the version of all that follows. */
const magic = Buffer.from('SRKEYS01');
const saltBytes = 16;

/** @see https://nvlpubs.nist.gov/nistpubs/Legacy/SP/nistspecialpublication800-38d.pdf — 96-bit nonces, 128-bit tags */
const nonceBytes = 12;
const tagBytes = 16;
const headBytes = magic.length + saltBytes + nonceBytes;

/** Pieces of a file that only the holder of the same word can read, or change unnoticed. */
export interface Sealing {
  /** What the file begins with. */
  readonly head: Buffer;
  /** The next piece of the file. */
  add(text: string): Buffer;
  /** What the file ends with. */
  end(): Buffer;
}

/** Begins files under one word. Stretching a word is slow by intent, so it is done once. */
export async function createSealer(word: string): Promise<() => Sealing> {
  const salt = randomBytes(saltBytes);
  const key = await keyOf(word, salt);
  return () => {
    const nonce = randomBytes(nonceBytes);
    const head = Buffer.concat([magic, salt, nonce]);
    const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(head);
    return {
      head,
      add: (text) => cipher.update(text, 'utf8'),
      end: () => Buffer.concat([cipher.final(), cipher.getAuthTag()]),
    };
  };
}

/** What a sealed file says, or why it cannot be believed. Nothing of it is handed out before all of it is proven. */
export type Unsealed = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly reason: string };

/** Opens a sealed file. */
export async function unseal(file: Buffer, word: string): Promise<Unsealed> {
  const flaw = flawOf(file);
  if (flaw !== undefined) return { ok: false, reason: flaw };
  const head = file.subarray(0, headBytes);
  const salt = head.subarray(magic.length, magic.length + saltBytes);
  const nonce = head.subarray(magic.length + saltBytes);
  const decipher = createDecipheriv('aes-256-gcm', await keyOf(word, salt), nonce, { authTagLength: tagBytes });
  decipher.setAAD(head).setAuthTag(file.subarray(-tagBytes));
  try {
    const text = Buffer.concat([decipher.update(file.subarray(headBytes, -tagBytes)), decipher.final()]);
    return { ok: true, text: text.toString('utf8') };
  } catch {
    return { ok: false, reason: 'it was written with another encryption key, cut short or changed' };
  }
}

function flawOf(file: Buffer): string | undefined {
  const given = file.subarray(0, magic.length);
  if (given.equals(magic)) return file.length < headBytes + tagBytes ? 'it is cut short' : undefined;
  const isOurs = given.subarray(0, 6).equals(magic.subarray(0, 6));
  return isOurs ? `its version should be ${magic.toString('utf8', 6)}, and is not` : 'it is not a key snapshot';
}

/** Scrypt at Node's defaults (16 MiB, some 50 ms): an operator's word may be shorter than a key should be. */
function keyOf(word: string, salt: Buffer): Promise<Buffer> {
  return stretch(word, salt, 32);
}

import type { Transform } from 'node:stream';
import * as zlib from 'node:zlib';

/** Told of the unpacked bytes. */
export interface Unpacked {
  onData(chunk: Uint8Array): void;
  onEnd(): void;
  onError(error: Error): void;
}

/** Takes packed bytes. A few of them may unpack to very many, so it works no faster than it is allowed to. */
export interface BodyDecoder {
  /** Returns false when enough is waiting; `listener` is then called once there is room. */
  write(chunk: Uint8Array, listener: () => void): boolean;
  end(): void;
  pause(): void;
  resume(): void;
  /** Forgets what is waiting; nothing is told any more. */
  destroy(): void;
}

type Decoders = Readonly<Record<string, (firstByte: number | undefined) => Transform>>;

const decoders: Decoders = {
  gzip: () => zlib.createGunzip(),
  'x-gzip': () => zlib.createGunzip(),
  // Some senders leave out the zlib wrapping that the standard asks for. @see https://www.rfc-editor.org/rfc/rfc9110#section-8.4.1.2
  deflate: (firstByte = 8) => ((firstByte & 0x0f) === 8 ? zlib.createInflate() : zlib.createInflateRaw()),
  br: () => zlib.createBrotliDecompress(),
  ...zstdDecoder(),
};

/** The packings that are unpacked, as `content-encoding` names them. */
export const knownEncodings: readonly string[] = Object.keys(decoders).filter((name) => name !== 'x-gzip');

/** A decoder for a `content-encoding`; `undefined` when it is none we know. */
export function decoderFor(encoding: string | undefined, unpacked: Unpacked): BodyDecoder | undefined {
  const name = encoding?.trim().toLowerCase() ?? '';
  // A provider may name anything, also what every object has.
  const open = Object.hasOwn(decoders, name) ? decoders[name] : undefined;
  if (open === undefined) return undefined;
  let opened: Transform | undefined;
  const stream = (firstByte?: number): Transform => (opened ??= tell(open(firstByte), unpacked));
  return {
    write(chunk, listener) {
      if (stream(chunk[0]).write(chunk)) return true;
      stream().once('drain', listener);
      return false;
    },
    end: () => void stream().end(),
    pause: () => void stream().pause(),
    resume: () => void stream().resume(),
    destroy: () => void stream().destroy(),
  };
}

function tell(stream: Transform, unpacked: Unpacked): Transform {
  stream.on('data', (chunk: Uint8Array) => unpacked.onData(chunk));
  stream.on('end', () => unpacked.onEnd());
  stream.on('error', (error) => unpacked.onError(error));
  return stream;
}

/** Node has it from 22.15 on. @see https://nodejs.org/api/zlib.html#zlibcreatezstddecompressoptions */
function zstdDecoder(): Decoders {
  const create: unknown = Reflect.get(zlib, 'createZstdDecompress');
  // Where it exists it takes no argument and returns a transform; the types of older Nodes do not know it.
  return typeof create === 'function' ? { zstd: create as () => Transform } : {};
}

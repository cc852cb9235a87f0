import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';

/** Told of the unpacked bytes. */
interface Unpacked {
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

const decoders = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
} as const;

/** A decoder for a `content-encoding`; `undefined` when the body is plain. We ask for none, yet some providers pack. */
export function decoderFor(encoding: string | undefined, unpacked: Unpacked): BodyDecoder | undefined {
  const name = encoding?.trim().toLowerCase();
  if (name === undefined || !isPacked(name)) return undefined;
  const stream = decoders[name]();
  stream.on('data', (chunk: Uint8Array) => unpacked.onData(chunk));
  stream.on('end', () => unpacked.onEnd());
  stream.on('error', (error) => unpacked.onError(error));
  return {
    write(chunk, listener) {
      if (stream.write(chunk)) return true;
      stream.once('drain', listener);
      return false;
    },
    end: () => void stream.end(),
    pause: () => void stream.pause(),
    resume: () => void stream.resume(),
    destroy: () => void stream.destroy(),
  };
}

function isPacked(name: string): name is keyof typeof decoders {
  return Object.hasOwn(decoders, name);
}

import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';

/** Told of the unpacked bytes. */
interface Unpacked {
  onData(chunk: Uint8Array): void;
  onEnd(): void;
  onError(error: Error): void;
}

/** Takes packed bytes. */
interface BodyDecoder {
  write(chunk: Uint8Array): void;
  end(): void;
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
  return { write: (chunk) => void stream.write(chunk), end: () => void stream.end() };
}

function isPacked(name: string): name is keyof typeof decoders {
  return Object.hasOwn(decoders, name);
}

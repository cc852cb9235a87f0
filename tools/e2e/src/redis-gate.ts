import { connect, createServer, type Socket } from 'node:net';

/** A way to a Redis that notes every command, and may hold its answers back. */
export interface RedisGate {
  readonly port: number;
  /** Commands since the last `forget`, each with its arguments. */
  commands(): readonly (readonly string[])[];
  forget(): void;
  /** Answers wait from now on. */
  hold(): void;
  /** What waited goes on its way, and everything after it. */
  release(): void;
  close(): void;
}

/** Listens on 127.0.0.1 and passes everything on to the port. */
export async function openRedisGate(port: number): Promise<RedisGate> {
  const sockets = new Set<Socket>();
  let commands: (readonly string[])[] = [];
  let waiting: (() => void)[] | undefined;
  const server = createServer((near) => {
    const far = connect(port, '127.0.0.1');
    for (const socket of [near, far]) {
      sockets.add(socket.on('error', () => undefined));
      socket.once('close', () => [near, far].forEach((each) => each.destroy()));
    }
    const read = commandReader((command) => commands.push(command));
    near.on('data', (bytes) => {
      read(bytes);
      far.write(bytes);
    });
    far.on('data', (bytes) => {
      if (waiting === undefined) near.write(bytes);
      else waiting.push(() => near.write(bytes));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    commands: () => commands,
    forget: () => void (commands = []),
    hold: () => void (waiting ??= []),
    release() {
      const late = waiting ?? [];
      waiting = undefined;
      late.forEach((send) => send());
    },
    close() {
      server.close();
      sockets.forEach((socket) => socket.destroy());
    },
  };
}

/**
 * Reads commands as clients send them: an array of strings, each with its length in bytes.
 * @see https://redis.io/docs/latest/develop/reference/protocol-spec/
 */
function commandReader(hear: (command: readonly string[]) => void): (bytes: Buffer) => void {
  let rest = Buffer.alloc(0);
  return (bytes) => {
    rest = Buffer.concat([rest, bytes]);
    for (let read = readCommand(rest); read !== undefined; read = readCommand(rest)) {
      hear(read.command);
      rest = rest.subarray(read.length);
    }
  };
}

/** The first command of these bytes; `undefined` when it is not all there. */
function readCommand(bytes: Buffer): { readonly command: readonly string[]; readonly length: number } | undefined {
  const command: string[] = [];
  let at = 0;
  const number = (): number | undefined => {
    const end = bytes.indexOf('\r\n', at);
    if (end === -1) return undefined;
    const value = Number(bytes.toString('latin1', at + 1, end));
    at = end + 2;
    return value;
  };
  const count = number();
  if (count === undefined) return undefined;
  for (let index = 0; index < count; index += 1) {
    const length = number();
    if (length === undefined || at + length + 2 > bytes.length) return undefined;
    command.push(bytes.toString('utf8', at, at + length));
    at += length + 2;
  }
  return { command, length: at };
}

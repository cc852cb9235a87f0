import { open, unlink, type FileHandle } from 'node:fs/promises';
import { Refusal } from './cli-io.js';

/** A file that waits for its token. */
export interface TokenFile {
  readonly path: string;
  write(token: string): Promise<void>;
  /** Removes the file again: no token came. */
  discard(): Promise<void>;
}

/** Makes the file before the token, so that no token is issued that has nowhere to go. It must not exist; only its owner may read it. */
export async function reserveTokenFile(path: string): Promise<TokenFile> {
  const file = await openNew(path);
  return {
    path,
    write: async (token) => {
      try {
        await file.writeFile(`${token}\n`);
        await file.sync();
      } finally {
        await file.close();
      }
    },
    discard: async () => {
      await file.close();
      await unlink(path);
    },
  };
}

async function openNew(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'wx', 0o600);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code; // open fails with nothing else
    throw new Refusal(
      code === 'EEXIST' ? `${path} exists already and is not overwritten` : `${path} cannot be made: ${code}`,
    );
  }
}

import type { Result } from '@smart-router/core';
import type { IssuedToken } from '@smart-router/usage-storage';
import { Refusal, type CliIo } from '../cli-io.js';
import { printEntry, type OutputFormat } from '../print.js';
import { tokenEntry } from '../token-entry.js';
import { reserveTokenFile, type TokenFile } from '../token-file.js';

/** How a fresh token is shown: once, to stdout or to a file. */
export interface HandOver {
  /** Default: for a person a table, for a program JSON. */
  readonly format?: OutputFormat;
  readonly tokenFile?: string;
}

/** Issues a token and hands it over; without the token where it goes to a file. */
export async function handOver(io: CliIo, options: HandOver, issue: () => Promise<Result<IssuedToken>>): Promise<void> {
  const file = options.tokenFile === undefined ? undefined : await reserveTokenFile(options.tokenFile);
  const { token, view } = await issueOrDiscard(file, issue);
  const entry = tokenEntry(view, io.now());
  const format = options.format ?? (io.isTerminal ? 'table' : 'json');
  if (file === undefined) {
    io.stdout(printEntry({ token, ...entry }, format));
    return;
  }
  await file.write(token).catch((error: unknown) => {
    const code = (error as NodeJS.ErrnoException).code; // files fail with nothing else
    throw new Refusal(
      `${view.tokenId} was issued, and ${file.path} could not take it (${code}): revoke it and issue another`,
    );
  });
  io.stdout(printEntry({ token_file: file.path, ...entry }, format));
}

async function issueOrDiscard(
  file: TokenFile | undefined,
  issue: () => Promise<Result<IssuedToken>>,
): Promise<IssuedToken> {
  try {
    const result = await issue();
    if (result.ok) return result.value;
    throw new Refusal(result.fault.message);
  } catch (error) {
    await file?.discard();
    throw error;
  }
}

import type { KeyRecord } from '@smart-router/keys';
import type { ClientBase } from 'pg';
import { createIntern } from './intern.js';
import { keyRecordOf, keysAfter, type KeyRow } from './key-row.js';
import { OwnerCache } from './owner-cache.js';

/** Rows read at once: a few milliseconds of work, so that a large load never blocks requests for long. */
const pageSize = 1000;

const deletionsAfter = 'select version, token_hash from token_deletions where version > $1 order by version';

interface Entry {
  readonly version: number;
  readonly record: KeyRecord;
}

interface Deletion {
  readonly version: string;
  readonly token_hash: string;
}

/**
 * All keys in memory, by hash, brought up to date by reading what has a higher version than the last seen. Versions
 * become visible in their order, so nothing is missed. Tokens and deletions are read one after the other and keep a
 * mark each; a deletion older than the token it names is of a former life of it.
 */
export class KeyCache {
  readonly #entries = new Map<string, Entry>();
  readonly #intern = createIntern();
  readonly #owners = new OwnerCache();
  #tokenMark = 0;
  #deletionMark = 0;

  get size(): number {
    return this.#entries.size;
  }

  /** With the limits of its owners as they are now. */
  find(tokenHash: string): KeyRecord | undefined {
    const record = this.#entries.get(tokenHash)?.record;
    const owners = record && this.#owners.ownersOf(record.caller);
    return record === undefined || owners === undefined ? record : { ...record, caller: { ...record.caller, owners } };
  }

  /** All keys, as `find` yields them. */
  *records(): Iterable<KeyRecord> {
    for (const tokenHash of this.#entries.keys()) {
      const record = this.find(tokenHash);
      if (record !== undefined) yield record;
    }
  }

  /** Puts in keys that were kept elsewhere; a cache that did so is read from, and never brought up to date. */
  restore(records: Iterable<KeyRecord>): void {
    for (const record of records) this.#entries.set(record.tokenHash, { version: 0, record });
  }

  /** Reads all that changed since the last time, everything the first time, and tells whether anything had. */
  async refresh(client: ClientBase): Promise<'changed' | 'unchanged'> {
    const before = this.#marks();
    await this.#owners.refresh(client);
    const { rows } = await client.query<Deletion>(deletionsAfter, [this.#deletionMark]);
    for (const row of rows) this.#delete(row);
    while (await this.#readPage(client));
    return this.#marks() === before ? 'unchanged' : 'changed';
  }

  #marks(): string {
    return [this.#owners.mark, this.#deletionMark, this.#tokenMark].join();
  }

  #delete({ version, token_hash: tokenHash }: Deletion): void {
    this.#deletionMark = Number(version);
    const entry = this.#entries.get(tokenHash);
    if (entry !== undefined && entry.version < this.#deletionMark) this.#entries.delete(tokenHash);
  }

  async #readPage(client: ClientBase): Promise<boolean> {
    const { rows } = await client.query<KeyRow>(keysAfter, [this.#tokenMark, pageSize]);
    for (const row of rows) {
      const version = Number(row.version);
      this.#entries.set(row.token_hash, { version, record: keyRecordOf(row, this.#intern) });
      this.#tokenMark = version;
    }
    return rows.length === pageSize;
  }
}

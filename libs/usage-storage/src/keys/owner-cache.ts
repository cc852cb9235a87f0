import type { Caller, OwnerKind, OwnerLimits } from '@smart-router/core';
import type { ClientBase } from 'pg';
import { ownerLimitsOf, ownersAfter, type OwnerRow } from './owner-row.js';

const pageSize = 1000;

/**
 * The owners that have limits, in memory, brought up to date as the keys are. An owner that lost its limits is seen
 * as a change; one that is gone has no tokens, and is read anew should it come back.
 */
export class OwnerCache {
  readonly #limits: Readonly<Record<OwnerKind, Map<string, OwnerLimits>>> = {
    user: new Map(),
    project: new Map(),
    organization: new Map(),
  };
  #mark = 0;

  /** The version of the last change seen. */
  get mark(): number {
    return this.#mark;
  }

  /** The owners of a caller that have limits; `undefined` when none has. */
  ownersOf(caller: Caller): readonly OwnerLimits[] | undefined {
    const { user, project, organization } = this.#limits;
    if (user.size + project.size + organization.size === 0) return undefined;
    const owners = [user.get(caller.user), project.get(caller.project), organization.get(caller.organization)];
    const limited = owners.filter((owner) => owner !== undefined);
    return limited.length === 0 ? undefined : limited;
  }

  /** Reads all that changed since the last time: everything, the first time. */
  async refresh(client: ClientBase): Promise<void> {
    while (await this.#readPage(client));
  }

  async #readPage(client: ClientBase): Promise<boolean> {
    const { rows } = await client.query<OwnerRow>(ownersAfter, [this.#mark, pageSize]);
    for (const row of rows) {
      const limits = ownerLimitsOf(row);
      if (limits === undefined) this.#limits[row.kind].delete(row.name);
      else this.#limits[row.kind].set(row.name, limits);
      this.#mark = Number(row.version);
    }
    return rows.length === pageSize;
  }
}

import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/** A user and group to run a program as. */
export interface Identity {
  readonly uid: number;
  readonly gid: number;
}

/** "nobody" on Linux and most systems. Postgres refuses to run as root. */
const nobody: Identity = { uid: 65534, gid: 65534 };

/** Who Postgres runs as: us, or nobody when we are root. */
export function postgresIdentity(): Identity | undefined {
  return process.getuid?.() === 0 ? nobody : undefined;
}

/** Whether the identity may pass through every folder from the root down to this one. */
export async function canReach(directory: string, identity: Identity): Promise<boolean> {
  const { mode, uid, gid } = await stat(directory);
  const executeBit = uid === identity.uid ? 0o100 : gid === identity.gid ? 0o010 : 0o001;
  if ((mode & executeBit) === 0) return false;
  const parent = dirname(directory);
  return parent === directory || canReach(parent, identity);
}

import type { AdminStore } from '@smart-router/usage-storage';
import type { LocalUser } from '../config/reports-settings.js';
import { hashOfId } from './secret-id.js';
import { decoyOf, isPassword } from './password-hash.js';
import { makeGate } from '../security/gate.js';

/** What became of a try. */
export type PasswordVerdict =
  | { readonly kind: 'right'; readonly user: LocalUser }
  | { readonly kind: 'wrong'; readonly user: LocalUser | undefined }
  | { readonly kind: 'limited'; readonly user: LocalUser | undefined; readonly retryAfterMs: number }
  | { readonly kind: 'busy' };

/** A try of a password from an address. */
export interface PasswordTry {
  readonly name: string;
  readonly password: string;
  /** As {@link addressGroup} counts it. */
  readonly address: string;
  readonly now: number;
}

/** Each check takes 128 MiB: two at once, and few who wait. */
const [checksAtOnce, mostWaiting] = [2, 16];

/** All names that do not exist share so many counts, so that they are slowed as accounts are and fill no table. */
const unknownAccounts = 1024;

const longestPassword = 1024;

/** Checks passwords of local users: an unknown name costs and says what a wrong password does. */
export function passwordChecker(
  users: readonly LocalUser[],
  { signIns }: Pick<AdminStore, 'signIns'>,
): (attempt: PasswordTry) => Promise<PasswordVerdict> {
  const gate = makeGate(checksAtOnce, mostWaiting);
  const decoy = decoyOf(users[0]?.passwordHash);
  return async ({ name, password, address, now }) => {
    const user = users.find((each) => each.name === name);
    const attempt = { account: user?.name ?? strangerAccount(name), address, now };
    const verdict = await signIns.attempt(attempt);
    if (verdict.kind === 'limited') return { ...verdict, user };
    const hash = user?.passwordHash ?? decoy;
    const isRight = await gate.pass(() => isPassword(password.slice(0, longestPassword), hash));
    if (isRight === undefined) {
      await signIns.takeBack(attempt, 'undecided');
      return { kind: 'busy' };
    }
    if (!isRight || user === undefined || password.length > longestPassword) return { kind: 'wrong', user };
    await signIns.takeBack(attempt, 'succeeded');
    return { kind: 'right', user };
  };
}

/** A space cannot be part of a user's name, so no account is ever meant. */
function strangerAccount(name: string): string {
  return `unknown ${Number.parseInt(hashOfId(name).slice(0, 8), 16) % unknownAccounts}`;
}

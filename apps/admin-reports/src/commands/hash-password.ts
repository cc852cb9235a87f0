import type { Command } from 'commander';
import { UsageError, type CliIo } from '../cli-io.js';
import { hashPassword } from '../sign-in/password-hash.js';

/** Shorter ones are guessed from the hash. */
const shortestPassword = 12;

/** As the form takes them. */
const longestPassword = 1024;

/** Adds `hash-password`: the password comes from the terminal or a pipe, never from the command line, which others see. */
export function addHashPasswordCommand(root: Command, io: CliIo): void {
  root
    .command('hash-password')
    .description('read a password and print what sign_in.local.users[].password_hash takes')
    .action(async () => {
      const password = await io.readSecret('Password: ');
      const length = [...password].length;
      if (length < shortestPassword || length > longestPassword)
        throw new UsageError(
          `the password should have ${shortestPassword} to ${longestPassword} characters, got ${length}`,
        );
      io.stdout(`${await hashPassword(password)}\n`);
    });
}

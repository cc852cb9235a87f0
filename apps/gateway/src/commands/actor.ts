import type { CommandIo } from './command-io.js';

/** Who does it, as the history will show. */
export function actorOf(options: { readonly actor?: string }, io: CommandIo): string {
  return `cli:${options.actor ?? (io.env['USER'] || io.env['LOGNAME'] || 'unknown')}`;
}

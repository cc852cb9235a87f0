import { explainDatabaseError } from '@smart-router/usage-storage';
import { Refusal } from '../cli-io.js';

/** What a command says when its database fails: a role that lacks a right can be granted it. */
export function refusalOf(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  const { code, message } = (error ?? {}) as { readonly code?: unknown; readonly message?: unknown }; // any value may lack both
  if (code !== '42501') return new Refusal(explainDatabaseError(error));
  return new Refusal(
    `${String(message)}: run smart-router-reports grant for the role of the database URL, as the owner`,
  );
}

import { dirname, resolve } from 'node:path';
import type { Catalog } from '@smart-router/config';
import { loadCatalog, problemLines } from '../load-catalog.js';
import { UsageError, type CommandIo } from './command-io.js';

/**
 * The configuration that was named by flag or environment, and the folder that paths in it are relative to. One that is
 * not valid is wrong usage, and no finding about a request.
 *
 * @param secrets whether they are needed: not where nobody is reached.
 */
export function loadedConfig(
  named: string | undefined,
  io: CommandIo,
  secrets: 'read' | 'left-out' = 'left-out',
): { readonly catalog: Catalog; readonly directory: string } {
  const file = named ?? io.env['SMART_ROUTER_CONFIG'] ?? 'smart-router.yaml';
  const loaded = loadCatalog(file, io.env, secrets);
  if (!loaded.ok) throw new UsageError(`${file} is not valid:\n${problemLines(loaded.problems).trimEnd()}`);
  return { catalog: loaded.catalog, directory: dirname(resolve(file)) };
}

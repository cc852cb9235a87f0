import { isDatabaseUrl } from '@smart-router/usage-storage';
import { UsageError, type CliIo } from '../cli-io.js';

/** The database of `--database-url` or DATABASE_URL. What is no such address is not repeated: it may hold a password. */
export function databaseUrlOf({ env }: Pick<CliIo, 'env'>, databaseUrl: string | undefined): string {
  const url = databaseUrl ?? env['DATABASE_URL'];
  if (!url) throw new UsageError('the database should be named by --database-url or DATABASE_URL');
  if (isDatabaseUrl(url)) return url;
  throw new UsageError('the database URL should look like postgres://user:password@host:5432/name');
}

import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { readEnvironment } from '../env.js';

/** The first of these programs on the search path. */
export async function findProgram(names: readonly string[]): Promise<string | undefined> {
  const folders = readEnvironment().searchPath.split(delimiter).filter(Boolean);
  for (const path of names.flatMap((name) => folders.map((folder) => join(folder, name)))) {
    if (await isExecutable(path)) return path;
  }
  return undefined;
}

/** Whether there is a program that we may run. */
export async function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}

import { access, constants, mkdir } from 'node:fs/promises';

/** Makes the data folder, or says in one line why it cannot be used. */
export async function prepareDataFolder(directory: string): Promise<void> {
  try {
    await mkdir(directory, { recursive: true });
    await access(directory, constants.W_OK);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new Error(
      `the data folder ${directory} cannot be written (${code}); make it writable, or run: npm start -- --data FOLDER`,
      { cause: error },
    );
  }
}

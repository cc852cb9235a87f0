import { join } from 'node:path';

/** The folder of the workspace. */
export const workspaceRoot = join(__dirname, '../../..');

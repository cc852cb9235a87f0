import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import type { AssetTexts } from '../assets/assets.js';

/** The browser's part, bundled now. */
export function builtIslands(): AssetTexts {
  const program = join(__dirname, '../../../../tools/build/islands.mjs');
  const printed = execFileSync(process.execPath, [program], { encoding: 'utf8', maxBuffer: 32 * 1024 * 1024 });
  return JSON.parse(printed) as AssetTexts; // as the program prints it
}

// Writes docs/errors.md from the fault catalogue and docs/config.md from the configuration's schema: node tools/gen-docs/gen-docs.mjs
import { bundle } from '../build/bundle.mjs';

await bundle(['gen-docs']);
await import('./dist/gen-docs.mjs');

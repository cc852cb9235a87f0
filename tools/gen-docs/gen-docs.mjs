// Writes docs/errors.md from the fault catalogue, docs/config.md from the configuration's schema, docs/headers.md from the
// relay's tables and docs/parameters.md from the dialects' tables: node tools/gen-docs/gen-docs.mjs
import { bundle } from '../build/bundle.mjs';

await bundle(['gen-docs']);
await import('./dist/gen-docs.mjs');

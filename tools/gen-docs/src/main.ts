import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { docsPages } from './docs-pages.js';

// The bundle lies in tools/gen-docs/dist.
const docs = fileURLToPath(new URL('../../../docs/', import.meta.url));

for (const [file, text] of Object.entries(docsPages())) writeFileSync(`${docs}${file}`, text);

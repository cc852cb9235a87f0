#!/usr/bin/env node
import { runBundle } from '../../../tools/build/run-bundle.mjs';

await runBundle('smart-router-keys', new URL('../dist/smart-router-keys.mjs', import.meta.url));

#!/usr/bin/env node
import { runBundle } from '../../../tools/build/run-bundle.mjs';

await runBundle('smart-router', new URL('../dist/smart-router.mjs', import.meta.url));

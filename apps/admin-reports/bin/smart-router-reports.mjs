#!/usr/bin/env node
import { runBundle } from '../../../tools/build/run-bundle.mjs';

await runBundle('smart-router-reports', new URL('../dist/smart-router-reports.mjs', import.meta.url));

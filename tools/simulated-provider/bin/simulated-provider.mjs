#!/usr/bin/env node
import { runBundle } from '../../build/run-bundle.mjs';

await runBundle('simulated-provider', new URL('../dist/simulated-provider.mjs', import.meta.url));

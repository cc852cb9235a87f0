// `npm run month -- --requests 100000 --database-url …`: bundles the generator and runs it.
import { bundle } from '../build/bundle.mjs';

await bundle(['month']);
await import('./dist/month.mjs');

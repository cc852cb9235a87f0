// `npm start`: checks what a newcomer may lack, bundles, and hands over. Plain JavaScript, so that an old Node gets a clear line.
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`smart-router needs Node 20.19 or newer, this is ${process.versions.node}; see https://nodejs.org`);
  process.exit(1);
}

const { bundle } = await import('../build/bundle.mjs').catch(() => {
  console.error('smart-router is not installed here yet: run npm ci first');
  process.exit(1);
});
await bundle(['quickstart']);
await import('./dist/quickstart.mjs');

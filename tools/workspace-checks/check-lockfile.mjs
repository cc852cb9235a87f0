// Fails when a lockfile would not install everywhere: an optional platform package without an entry, or a download address.
// node tools/workspace-checks/check-lockfile.mjs [package-lock.json]
import { readFileSync } from 'node:fs';

const { packages } = JSON.parse(readFileSync(process.argv[2] ?? 'package-lock.json', 'utf8'));
const problems = Object.entries(packages).flatMap(([place, entry]) => [
  ...missingOptional(place, entry),
  ...address(place, entry),
]);
for (const problem of problems) console.error(problem);
console.log(`lockfile: ${Object.keys(packages).length} packages, ${problems.length} problems`);
if (problems.length > 0) process.exitCode = 1;

function missingOptional(place, entry) {
  const missing = Object.keys(entry.optionalDependencies ?? {}).filter((name) => !isLocked(place, name));
  return missing.map(
    (name) => `${place || 'the root'}: optional dependency ${name} should have an entry, and has none`,
  );
}

/** Looks where Node would: in the package's own node_modules, then outwards. */
function isLocked(place, name) {
  for (let folder = place; ; folder = outer(folder)) {
    if (packages[`${folder === '' ? '' : `${folder}/`}node_modules/${name}`] !== undefined) return true;
    if (folder === '') return false;
  }
}

function outer(folder) {
  const cut = folder.lastIndexOf('/node_modules/');
  return cut === -1 ? '' : folder.slice(0, cut);
}

function address(place, entry) {
  if (entry.link === true || entry.resolved === undefined) return [];
  return [`${place}: resolved should be left out, got ${entry.resolved}`];
}

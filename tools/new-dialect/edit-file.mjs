import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Reads and writes files below a root, all at the end or none: a place that is not found leaves nothing half done. */
export function openEdits(root) {
  const texts = new Map();
  const read = (path) => texts.get(path) ?? readFileSync(join(root, path), 'utf8');
  return {
    read,
    create(path, text) {
      texts.set(path, text);
    },
    /** Replaces the one match of a pattern; `replace` gets the match. */
    replace(path, pattern, replace) {
      const text = read(path);
      const match = pattern.exec(text);
      if (match === null) throw new Error(`${path} should have a place like ${pattern}, and has none`);
      const after = match.index + match[0].length;
      texts.set(path, text.slice(0, match.index) + replace(match) + text.slice(after));
    },
    /** Adds lines before the line that closes the block a pattern opens. */
    addRows(path, opening, closing, lines) {
      const text = read(path);
      const start = text.search(opening);
      const end = start === -1 ? -1 : text.indexOf(`\n${closing}`, start);
      if (end === -1) throw new Error(`${path} should have a block from ${opening} to ${closing}, and has none`);
      texts.set(path, `${text.slice(0, end)}\n${lines}${text.slice(end)}`);
    },
    /** Adds an import behind the last one. */
    addImport(path, line) {
      const text = read(path);
      const last = [...text.matchAll(/^import [^;]*;\n/gm)].at(-1);
      const at = last === undefined ? 0 : last.index + last[0].length;
      texts.set(path, `${text.slice(0, at)}${line}\n${text.slice(at)}`);
    },
    /** Writes everything, formatted as the workspace formats. */
    async write() {
      const { format, resolveConfig } = await import('prettier');
      for (const [path, text] of texts) {
        const file = join(root, path);
        const options = { ...(await resolveConfig(file)), filepath: file };
        mkdirSync(dirname(file), { recursive: true });
        writeFileSync(file, await format(text, options));
      }
      return [...texts.keys()];
    },
  };
}

/** `house-json` → `houseJson`. */
export function camelCase(name) {
  return name.replace(/-([a-z0-9])/g, (_, letter) => letter.toUpperCase());
}

/** `house-json` → `HouseJson`. */
export function pascalCase(name) {
  const camel = camelCase(name);
  return camel[0].toUpperCase() + camel.slice(1);
}

/** The kebab-case name a generator was called with and the root to write to; anything else ends with a usage line. */
export function readArguments(usage) {
  const [name, flag, folder] = process.argv.slice(2);
  const wrongFlag = flag !== undefined && (flag !== '--root' || folder === undefined);
  if (name === undefined || !/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name) || wrongFlag) {
    console.error(`${usage}\nname should be kebab-case, got ${JSON.stringify(name)}`);
    process.exit(2);
  }
  return { name, root: folder };
}

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(__dirname, '../../..');
const folder = mkdtempSync(join(tmpdir(), 'lockfile-'));

afterAll(() => rmSync(folder, { recursive: true }));

function check(packages: Readonly<Record<string, object>>) {
  const file = join(folder, 'package-lock.json');
  writeFileSync(file, JSON.stringify({ lockfileVersion: 3, packages }));
  return checkFile(file);
}

function checkFile(file: string): { readonly status: number | null; readonly problems: string } {
  const { status, stderr } = spawnSync(
    process.execPath,
    [join(root, 'tools/workspace-checks/check-lockfile.mjs'), file],
    {
      encoding: 'utf8',
    },
  );
  return { status, problems: stderr };
}

const withOptional = { optionalDependencies: { '@tool/linux-x64': '1.0.0', '@tool/darwin-arm64': '1.0.0' } };

describe('the lockfile', () => {
  it('of this workspace has every platform package and no download address', () => {
    expect(checkFile(join(root, 'package-lock.json'))).toEqual({ status: 0, problems: '' });
  });

  it('is refused when a platform package has no entry', () => {
    const packages = { '': {}, 'node_modules/tool': withOptional, 'node_modules/@tool/linux-x64': {} };
    expect(check(packages)).toEqual({
      status: 1,
      problems: 'node_modules/tool: optional dependency @tool/darwin-arm64 should have an entry, and has none\n',
    });
  });

  it('may keep platform packages inside their own package', () => {
    const packages = {
      'node_modules/tool': withOptional,
      'node_modules/tool/node_modules/@tool/linux-x64': {},
      'node_modules/@tool/darwin-arm64': {},
    };
    expect(check(packages).status).toBe(0);
  });

  it('is refused when it says where to download from, and may link workspaces', () => {
    const packages = {
      'node_modules/a': { resolved: 'https://registry.example/a.tgz' },
      'node_modules/b': { resolved: 'libs/b', link: true },
    };
    expect(check(packages).problems).toBe(
      'node_modules/a: resolved should be left out, got https://registry.example/a.tgz\n',
    );
  });
});

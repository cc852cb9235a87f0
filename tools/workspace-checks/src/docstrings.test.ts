import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import ts from 'typescript';

const root = join(__dirname, '../../..');

const sources = ['libs', 'apps'].flatMap((kind) =>
  readdirSync(join(root, kind))
    .map((name) => join(root, kind, name, 'src'))
    .filter((folder) => existsSync(folder))
    .flatMap((folder) => readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) => join(folder, file)))
    .filter((file) => /\.tsx?$/.test(file) && !/\.(test|laws)\.tsx?$|__fixtures__|\/testing\//.test(file)),
);

/** The exported declarations of a file that have no docstring, by name. */
function bareExports(file: string): readonly string[] {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.ES2022, true);
  return source.statements
    .filter((statement) => isExported(statement) && ts.getJSDocCommentsAndTags(statement).length === 0)
    .map((statement) => `${relative(root, file)}: ${statement.getText().split('\n')[0] ?? ''}`);
}

function isExported(statement: ts.Statement): boolean {
  if (!ts.canHaveModifiers(statement)) return false;
  return ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) ?? false;
}

describe('every exported name', () => {
  it('has a docstring', () => {
    expect(sources.length).toBeGreaterThan(100);
    expect(sources.flatMap(bareExports)).toEqual([]);
  });
});

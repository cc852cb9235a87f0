import type { ConfigPath } from '../config-problem.js';

/** A value of unchecked data and where it stands. */
export interface Found {
  readonly path: ConfigPath;
  readonly value: unknown;
}

/** Every value a pattern leads to; `*` stands for any key or index. */
export function findValues(root: unknown, pattern: readonly string[]): readonly Found[] {
  return pattern.reduce<readonly Found[]>(
    (found, step) => found.flatMap((parent) => childrenOf(parent, step)),
    [{ path: [], value: root }],
  );
}

function childrenOf(parent: Found, step: string): readonly Found[] {
  const children = entriesOf(parent.value).map(([key, value]) => ({ path: [...parent.path, key], value }));
  return step === '*' ? children : children.filter((child) => child.path.at(-1) === step);
}

function entriesOf(value: unknown): readonly (readonly [string | number, unknown])[] {
  if (Array.isArray(value)) return [...value.entries()];
  return typeof value === 'object' && value !== null ? Object.entries(value) : [];
}

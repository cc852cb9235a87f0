import { problem, type Catalog, type ConfigProblem, type ModelGroup } from '@smart-router/config';
import { openTypescriptPolicies, type OpenPolicy, type PolicyNotes } from '@smart-router/policies';

/** The policies of one catalog. */
export interface GroupPolicies {
  readonly byGroup: ReadonlyMap<ModelGroup, OpenPolicy>;
  /** Files whose change asks for a reload. */
  readonly files: readonly string[];
}

/** Policies, or why some of them cannot be had. */
export type OpenedPolicies =
  | { readonly ok: true; readonly policies: GroupPolicies }
  | { readonly ok: false; readonly problems: readonly ConfigProblem[]; readonly files: readonly string[] };

/** Of a catalog whose groups need none. */
export const noPolicies: GroupPolicies = { byGroup: new Map(), files: [] };

/** Opens the policies of all groups that have one. Files are relative to the directory of the configuration. */
export async function openPolicies(
  catalog: Catalog,
  { directory, notes }: { readonly directory: string; readonly notes: PolicyNotes },
): Promise<OpenedPolicies> {
  const groups = [...catalog.groups.values()];
  const scripted = groups.flatMap(({ name, routing: { strategy, typescript } }) =>
    strategy === 'typescript' && typescript !== undefined ? [{ name, options: typescript }] : [],
  );
  const { policies, problems, files } = await openTypescriptPolicies({ groups: scripted, directory, notes });
  if (problems.length > 0) {
    const told = problems.map(({ group, message }) => problem(['model_groups', group, 'typescript', 'file'], message));
    return { ok: false, problems: told, files };
  }
  const byGroup = groups.flatMap((group) => {
    const policy = policies.get(group.name);
    return policy === undefined ? [] : [[group, policy] as const];
  });
  return { ok: true, policies: { byGroup: new Map(byGroup), files } };
}

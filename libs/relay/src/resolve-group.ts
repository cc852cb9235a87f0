import { fault, refuse, succeed, type Caller, type Result } from '@smart-router/core';
import type { Catalog, ModelGroup } from '@smart-router/config';
import { mayUse } from '@smart-router/keys';

/**
 * The group a request names: default group, declared group, or exposed alias, and only if the caller may use it. A group
 * that does not exist and one that is not allowed answer alike, so that names cannot be probed.
 */
export function resolveGroup(catalog: Catalog, caller: Caller, requested: string | undefined): Result<ModelGroup> {
  const name = requested ?? catalog.server.defaultModelGroup;
  if (name === undefined) {
    return refuse(
      fault('missing-model', 'model should name a model group, and the body has none', { details: { param: 'model' } }),
    );
  }
  const group = catalog.groups.get(name) ?? catalog.aliases.get(name);
  if (group !== undefined && mayUse(caller, name)) return succeed(group);
  return refuse(
    fault('model-not-allowed', `model should be a group this token may use, got "${name.slice(0, 128)}"`, {
      details: { param: 'model', model: name.slice(0, 128), hint: 'GET /v1/models lists the groups of this token' },
    }),
  );
}

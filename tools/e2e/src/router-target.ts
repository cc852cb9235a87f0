import type { LaneDialect } from './lane-config.js';
import type { TestTarget } from './target-config.js';

/** A target that is a group of another router, whose token is in a variable of this name. */
export function routerTarget(
  dialect: LaneDialect,
  group: string,
  router: { readonly url: string; readonly tokenIn: string },
): TestTarget {
  const credentials = [{ id: 'main', key: { env: router.tokenIn } }];
  return { dialect, model: group, provider: { base_url: `${router.url}/v1`, credentials } };
}

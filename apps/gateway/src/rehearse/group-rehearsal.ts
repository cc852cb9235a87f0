import type { Catalog, ModelGroup } from '@smart-router/config';
import { isUnjudged } from '@smart-router/relay';
import { isPolicy, type RoutePolicy } from '@smart-router/routing';
import type { StoredRequest } from '@smart-router/usage-storage';
import type { DecidedRequest } from './ask-again.js';
import { goAlong } from './go-on.js';
import { judgeConfidence } from './judge-confidence.js';
import type { NumberTally } from './number-tally.js';
import { openNumberTally } from './number-tally.js';
import type { GroupRehearsal } from './rehearsal.js';
import { rehearseRequest, type RehearsalHouse } from './rehearse-request.js';
import { openTargetTally } from './target-tally.js';
import { whatHappened } from './what-happened.js';

/** How groups of then are found in the new configuration. */
export interface GroupFinding {
  /** Names of then → names in the new configuration, for groups that were renamed. */
  readonly renamed: ReadonlyMap<string, string>;
  /** The policy of a group; `undefined` where it has none or may not be asked. */
  policyOf(group: ModelGroup): RoutePolicy | undefined;
}

/** One group as its requests are rehearsed. */
export interface OpenGroup {
  note(request: StoredRequest, total: NumberTally): Promise<void>;
  result(): GroupRehearsal;
}

/** Opens the rehearsal of a group by the name its requests have. */
export function openGroup(name: string, house: RehearsalHouse, finding: GroupFinding): OpenGroup {
  const newName = finding.renamed.get(name) ?? name;
  const group = groupOf(house.catalog, newName);
  const policy = group === undefined ? undefined : finding.policyOf(group);
  const state = group === undefined ? 'gone' : mayRehearse(group, policy) ? 'rehearsed' : 'not-rehearsed';
  const [numbers, targets] = [openNumberTally(), openTargetTally()];
  return {
    async note(request, total) {
      if (!request.isInShare) return isDecided(request) ? goAlong(request, house) : undefined;
      const both = [numbers, total];
      if (!isDecided(request)) return both.forEach((tally) => noteUndecided(tally, request));
      if (group === undefined) {
        const then = whatHappened(request).kind === 'ineligible' ? 'ineligible' : 'eligible';
        return both.forEach((tally) => tally.addGone(then));
      }
      if (state === 'not-rehearsed') return both.forEach((tally) => tally.addSkipped());
      if (group.targets.some((target) => isUnjudged(request.decision.shape, request.dialect, target)))
        return both.forEach((tally) => tally.addUnjudged());
      const { rehearsed, decision, firstThen, firstNow } = await rehearseRequest(request, { group, policy }, house);
      both.forEach((tally) => tally.add(rehearsed));
      targets.add({ candidates: request.candidates, field: decision.field, firstThen, firstNow });
    },
    result() {
      const sums = numbers.numbers();
      return {
        ...{ group: name, asGroup: newName === name ? undefined : newName, state, numbers: sums },
        ...{ moves: targets.moves(), targets: targets.targets() },
        confidence: judgeConfidence(sums.rehearsed, sums.evidence),
      };
    },
  };
}

function groupOf({ groups, aliases }: Catalog, name: string): ModelGroup | undefined {
  return groups.get(name) ?? aliases.get(name);
}

/** A service that is only listened to, or not asked, changes nothing. */
function mayRehearse({ routing }: ModelGroup, policy: RoutePolicy | undefined): boolean {
  if (!isPolicy(routing.strategy) || policy !== undefined) return true;
  return routing.strategy === 'external' && routing.external?.mode !== 'enforce';
}

function isDecided(request: StoredRequest): request is DecidedRequest {
  return request.decision !== undefined;
}

/** A request that was decided has a candidate or two, shape or not. */
function noteUndecided(tally: NumberTally, { candidates }: StoredRequest): void {
  if (candidates.length > 0) tally.addWithoutShape();
  else tally.addNotRouted();
}

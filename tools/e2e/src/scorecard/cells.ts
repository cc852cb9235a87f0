import { laneDialects, type LaneDialect } from '../lane-config.js';
import type { TestGroup } from '../target-config.js';
import type { Cell, Expected, Profile, Scenario, TargetPlan } from './scenario.js';

/** Every caller on its own lane and on a translated one. */
export const lanes: readonly (readonly [caller: LaneDialect, target: LaneDialect])[] = [
  ...laneDialects.map((dialect) => [dialect, dialect] as const),
  ['openai-chat', 'anthropic-messages'],
  ['openai-responses', 'openai-chat'],
  ['anthropic-messages', 'openai-responses'],
];

/** All cells of a scenario. */
export function cellsOf(scenario: Scenario): readonly Cell[] {
  return scenario.profiles.flatMap((profile) =>
    scenario.streams.flatMap((stream) =>
      (scenario.lanes ?? lanes).map(([caller, target]): Cell => {
        const name = [scenario.id, letter(caller) + letter(target), stream ? 'stream' : 'whole', profile].join('.');
        return { name, scenario, profile, caller, target, stream, targets: targetsOf(scenario, profile) };
      }),
    ),
  );
}

function targetsOf({ faulty, others }: Scenario, profile: Profile): readonly TargetPlan[] {
  return profile === 'alone' ? [faulty] : [faulty, ...others];
}

/** Names of groups and providers are bounded in length. */
const letter = (dialect: LaneDialect): string => dialect.split('-')[1]?.[0] ?? dialect;

/** What must come of a cell. */
export function expectedOf(cell: Cell): Expected {
  const [alone, second, recovery] = cell.stream ? cell.scenario.stream : cell.scenario.unary;
  return cell.scenario.except?.(cell) ?? { alone, second, recovery }[cell.profile];
}

/** The upstream model of a target, whose label keeps it apart from every other. */
export const modelOf = (cell: Cell, { model }: TargetPlan): string => `${model}+${cell.name}`;

/** The model group of a cell, with a provider per target, so that no cell pauses another's. */
export function groupOf(cell: Cell): TestGroup {
  const { name, profile, target: dialect } = cell;
  return {
    name,
    targets: cell.targets.map((plan) => ({
      dialect,
      model: modelOf(cell, plan),
      ...(plan.contextTokens === undefined ? {} : { contextTokens: plan.contextTokens }),
      provider: {
        timeouts: plan.timeouts ?? {},
        ...(plan.baseUrl === undefined ? {} : { base_url: plan.baseUrl }),
      },
    })),
    ...(profile === 'recovery' ? { options: recovering } : {}),
  };
}

const recovering = { mid_stream: 'hold', retry: { wait_for_retry_after_ms: 3000 } };

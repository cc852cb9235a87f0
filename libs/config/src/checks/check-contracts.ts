import { suggest, type Target } from '@smart-router/core';
import { contractStanding, type Contract, type ContractStanding } from '@smart-router/eligibility';
import type { ModelGroup } from '../catalog.js';
import { problem, type ConfigPath, type ConfigProblem } from '../config-problem.js';

/** Whether groups can keep what they promise. */
export interface ContractCheck {
  readonly problems: readonly ConfigProblem[];
  /** What is right today and should be looked at. */
  readonly warnings: readonly ConfigProblem[];
}

const dayMs = 86_400_000;

/** So long before a contract loses its last target to the calendar, that is told. */
const noticeMs = 14 * dayMs;

/** Checks that every contract is met by a target of its group, and tells who does not meet it or will not for long. */
export function checkContracts(groups: Iterable<ModelGroup>, nowMs: number): ContractCheck {
  const checks = [...groups].map((group) => checkGroup(group, nowMs));
  return {
    problems: checks.flatMap(({ problems }) => problems),
    warnings: checks.flatMap(({ warnings }) => warnings),
  };
}

type Unmet = ContractStanding['unmet'][number];

const nothing: ContractCheck = { problems: [], warnings: [] };

function checkGroup({ name, contract, targets }: ModelGroup, nowMs: number): ContractCheck {
  const inService = targets.filter(isInService);
  if (contract === undefined || inService.length === 0) return nothing;
  const path = ['model_groups', name];
  const standing = contractStanding(inService, contract, nowMs);
  if (standing.met.length > 0)
    return { ...nothing, warnings: [...unmetWarnings(path, targets, standing), ...ageWarnings(path, standing, nowMs)] };
  const aged = standing.unmet.filter(hasOnlyAged);
  if (aged.length === 0) return { ...nothing, problems: problemsOf(path, contract, targets, standing) };
  return { ...nothing, warnings: [agedWarning(path, aged), ...unmetWarnings(path, targets, standing)] };
}

function isInService({ disabled, endpoint }: Target): boolean {
  return !disabled && endpoint.credentials.some((credential) => !credential.disabled);
}

/** What the calendar alone took away is not the file's mistake: a restart that finds it serves all other groups. */
function hasOnlyAged({ target, gaps }: Unmet): boolean {
  return target.validation?.validatedAt !== undefined && gaps.every(({ reason }) => reason === 'contract-age');
}

function agedWarning(path: ConfigPath, aged: readonly Unmet[]): ConfigProblem {
  const names = aged.map(({ target }) => `"${target.id}"`).join(', ');
  return problem(
    [...path, 'contract', 'quality_floor', 'max_eval_age_days'],
    `no target meets the contract any more, so every request of the group is refused: ${names} should be evaluated again`,
  );
}

function problemsOf(
  path: ConfigPath,
  contract: Contract,
  targets: readonly Target[],
  standing: ContractStanding,
): readonly ConfigProblem[] {
  const [closest] = standing.unmet;
  return [
    ...missingTags([...path, 'contract', 'quality_floor', 'require_tags'], contract, targets),
    problem(
      [...path, 'contract'],
      `contract should be met by a target of the group, and none meets it: ${closest === undefined ? '' : lackOf(closest)}`,
    ),
  ];
}

function missingTags(
  path: ConfigPath,
  { qualityFloor }: Contract,
  targets: readonly Target[],
): readonly ConfigProblem[] {
  const there = [...new Set(targets.flatMap(({ tags }) => tags))];
  return qualityFloor.requireTags.flatMap((tag, index) =>
    there.includes(tag)
      ? []
      : [
          problem(
            [...path, index],
            `tag "${tag}" should be on a target of the group, and is on none${suggest(tag, there)}`,
          ),
        ],
  );
}

function lackOf({ target, gaps }: Unmet): string {
  return `"${target.id}" comes closest and lacks ${lacksOf(gaps)}`;
}

function lacksOf(gaps: Unmet['gaps']): string {
  return gaps.flatMap(({ lacks }) => lacks).join(', ');
}

function unmetWarnings(
  path: ConfigPath,
  targets: readonly Target[],
  { unmet }: ContractStanding,
): readonly ConfigProblem[] {
  return unmet.map(({ target, gaps }) =>
    problem(
      [...path, 'targets', targets.indexOf(target)],
      `target "${target.id}" serves no request of the group: by the contract it lacks ${lacksOf(gaps)}`,
    ),
  );
}

function ageWarnings(path: ConfigPath, { met, metUntilMs }: ContractStanding, nowMs: number): readonly ConfigProblem[] {
  if (metUntilMs === undefined || metUntilMs - nowMs > noticeMs) return [];
  const day = new Date(metUntilMs - 1).toISOString().slice(0, 10);
  const names = met.map(({ id }) => `"${id}"`).join(', ');
  return [
    problem(
      [...path, 'contract', 'quality_floor', 'max_eval_age_days'],
      `no target meets the contract after ${day}: ${names} should be evaluated again before`,
    ),
  ];
}

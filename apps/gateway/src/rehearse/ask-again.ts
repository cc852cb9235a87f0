import type { AskFacts, Rng } from '@smart-router/core';
import type { ModelGroup } from '@smart-router/config';
import { lossesTo } from '@smart-router/dialects';
import { decide, factsOfShape, stateOfShape, type Decision, type DecisionQuestion } from '@smart-router/relay';
import type { RoutePolicy } from '@smart-router/routing';
import type { StoredDecision, StoredRequest } from '@smart-router/usage-storage';
import { chanceOf, startingWith } from './chance.js';
import type { RehearsedWorld } from './rehearsed-world.js';

/** A stored request that came to a choice of targets. */
export type DecidedRequest = StoredRequest & { readonly decision: StoredDecision };

/** What a request is asked again of. */
export interface NewHouse {
  readonly group: ModelGroup;
  readonly policy: RoutePolicy | undefined;
  readonly world: RehearsedWorld;
}

/** A decision by chance is made so often, with first numbers spread evenly. */
const draws = 8;

/** The decisions a gateway might make for a request: the first by the very number that was drawn then. */
export interface DecidedAgain {
  readonly first: Decision;
  /** Equally likely ones, the first among them. */
  readonly all: readonly Decision[];
}

/** Decides a stored request again. */
export async function askAgain(request: DecidedRequest, house: NewHouse): Promise<DecidedAgain> {
  const question = questionOf(request, house);
  const decideBy = (draw: number | undefined): Promise<Decision> => {
    const rng = chanceFrom(request, draw);
    return decide({ ...question, signals: { ...question.signals, rng } });
  };
  const first = await decideBy(drawnThen(request));
  if (first.draw === undefined) return { first, all: [first] };
  const all = [first];
  for (let index = 1; index < draws; index += 1) all.push(await decideBy((first.draw + index / draws) % 1));
  return { first, all };
}

function drawnThen({ decision: { drawPerMillion } }: DecidedRequest): number | undefined {
  return drawPerMillion === undefined ? undefined : (drawPerMillion + 0.5) / 1_000_000;
}

function chanceFrom({ requestId }: DecidedRequest, first: number | undefined): Rng {
  const others = chanceOf(requestId);
  return first === undefined ? others : startingWith(first, others);
}

function questionOf(request: DecidedRequest, { group, policy, world }: NewHouse): DecisionQuestion {
  const { requestId, decision, startedAt, caller, dialect } = request;
  const { conversationKey } = decision.shape;
  const facts = factsOf(request);
  return {
    requestId,
    group,
    policy,
    facts,
    conversationKey,
    targets: group.targets,
    state: stateOfShape(decision.shape),
    // What it was allowed then is not looked at again.
    caller: { ...caller, allow: [group.name], grants: [], limits: undefined, shape: undefined },
    signals: {
      rng: () => 0,
      nowMs: startedAt,
      observations: world.observations,
      lastFirst: (targetId) => world.lastFirst(group.name, targetId),
      warmTarget: world.warmTarget(group, conversationKey, startedAt),
    },
    refusedFields: (to) => (to === dialect ? [] : lossesTo(facts, to).refused),
    body: () => '',
    signal: undefined,
  };
}

function factsOf(request: DecidedRequest): AskFacts {
  const { dialect, stream, requestBytes, estimatedInputTokens, toolCount, imageCount, requestedModel: model } = request;
  const { shape, outputCapTokens: outputCap, toolSchemaBytes } = request.decision;
  const sizes = { requestBytes, estimatedInputTokens, outputCap, toolCount, toolSchemaBytes, imageCount };
  return factsOfShape({ dialect, model, stream, ...sizes, shape });
}

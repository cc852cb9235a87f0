import type { StoredAttempt, StoredRequest } from '@smart-router/usage-storage';

/** What a stored request knows of a target: it served, it could not, or nobody asked it. */
export type TargetOutcome = 'served' | 'failed' | 'untried';

/** What came of a stored request. */
export interface Happened {
  /**
   * `served`: some target answered · `faulted`: the request itself was at fault, or its caller left before anybody was asked,
   * so that no target would have made a difference · `failed`: nobody answered · `ineligible`: nobody might.
   */
  readonly kind: 'served' | 'faulted' | 'failed' | 'ineligible';
  readonly servedBy: string | undefined;
  outcomeAt(targetId: string): TargetOutcome;
  /** How long the attempts at a target took. */
  spentMsAt(targetId: string): number;
}

const callerGoneStatus = 499;

/** Reads what came of a request out of its rows. */
export function whatHappened(request: StoredRequest): Happened {
  const servedBy = servingTarget(request);
  const kind = kindOf(request, servedBy);
  const places = new Map(request.candidates.map(({ target, place }) => [target, place]));
  const servedPlace = servedBy === undefined ? undefined : places.get(servedBy);
  return {
    kind,
    servedBy,
    outcomeAt(targetId) {
      if (targetId === servedBy) return 'served';
      const attempts = request.attempts.filter(({ target }) => target === targetId);
      if (attempts.length > 0) return attempts.some(isAnswered) ? 'served' : 'failed';
      const place = places.get(targetId);
      // Whoever stood before the one that served was passed over: it had no room, or was left alone after failures.
      if (place === undefined) return 'untried';
      return kind === 'failed' || (servedPlace !== undefined && place < servedPlace) ? 'failed' : 'untried';
    },
    spentMsAt: (targetId) =>
      request.attempts.reduce((sum, { target, durationMs }) => sum + (target === targetId ? durationMs : 0), 0),
  };
}

function servingTarget({ attempts, target, tokens, costNanoUsd }: StoredRequest): string | undefined {
  const answered = attempts.findLast(({ errorClass }) => errorClass === undefined || errorClass === 'caller_gone');
  if (answered !== undefined) return answered.target;
  // An answer that broke off is billed all the same.
  const isBilled = tokens.output !== undefined || (costNanoUsd ?? 0n) > 0n;
  return isBilled && attempts.at(-1)?.errorClass !== 'caller_fault' ? target : undefined;
}

function kindOf(
  { attempts, status, decision, errorType }: StoredRequest,
  servedBy: string | undefined,
): Happened['kind'] {
  if (servedBy !== undefined) return 'served';
  if (attempts.at(-1)?.errorClass === 'caller_fault') return 'faulted';
  if (attempts.length > 0) return 'failed';
  if (status === callerGoneStatus) return 'faulted';
  return decision?.selectedTarget === undefined && errorType !== 'routing-policy-error' ? 'ineligible' : 'failed';
}

/** The target did answer, if only that the request was wrong. */
function isAnswered({ errorClass }: StoredAttempt): boolean {
  return errorClass === undefined || errorClass === 'caller_gone' || errorClass === 'caller_fault';
}

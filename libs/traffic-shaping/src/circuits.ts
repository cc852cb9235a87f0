import type { Rng } from '@smart-router/core';
import {
  afterOutcome,
  changeOf,
  circuitWaitMs,
  endProbe,
  startProbe,
  type Circuit,
  type CircuitEvent,
} from './circuit.js';
import type { BackoffChange, OutcomeReport } from './limit-store.js';
import { outcomeEffects } from './outcome-effects.js';
import { createSweptMap } from './swept-map.js';

/** The two places where backoff of one candidate is kept. */
export interface CircuitKeys {
  readonly modelKey: string;
  readonly credentialKey: string;
}

/** Which of the two holds a candidate back, and for how long. */
export interface Hold {
  readonly bucket: BackoffChange['bucket'];
  readonly waitMs: number;
}

/** The backoff of all credentials and their models. */
export interface Circuits {
  /** The longer of the two waits; `undefined` when the candidate may go. */
  holdOn(keys: CircuitKeys, nowMs: number): Hold | undefined;
  /** Lets a turn go; whether it is a probe. */
  start(keys: CircuitKeys, turnId: string, nowMs: number): boolean;
  /** A turn has ended: a probe it still holds is free for the next. */
  end(keys: CircuitKeys, turnId: string): void;
  /** What it began or ended, the model's first. */
  report(report: OutcomeReport, nowMs: number): readonly BackoffChange[];
}

/** Circuits in memory, all closed. */
export function createCircuits(maxEntries: number, rng: Rng): Circuits {
  const circuits = createSweptMap<Circuit>(maxEntries, (circuit, nowMs) => nowMs >= circuit.forgetAtMs);

  const remembered = (key: string, nowMs: number): Circuit | undefined => {
    const circuit = circuits.get(key);
    return circuit === undefined || nowMs >= circuit.forgetAtMs ? undefined : circuit;
  };
  const startOne = (key: string, turnId: string, nowMs: number): boolean => {
    const probing = startProbe(remembered(key, nowMs), turnId, nowMs);
    if (probing !== undefined) circuits.set(key, probing);
    return probing !== undefined;
  };
  const endOne = (key: string, turnId: string): void => {
    const circuit = circuits.get(key);
    if (circuit !== undefined) circuits.set(key, endProbe(circuit, turnId));
  };
  const update = (key: string, bucket: Hold['bucket'], event: CircuitEvent): readonly BackoffChange[] => {
    const before = circuits.get(key);
    const after = afterOutcome(before, event);
    if (after !== undefined) circuits.set(key, after);
    else if (before !== undefined) circuits.delete(key);
    const change = changeOf(before, after, event.nowMs);
    return change === undefined ? [] : [{ bucket, ...change }];
  };
  const end = ({ modelKey, credentialKey }: CircuitKeys, turnId: string): void => {
    endOne(modelKey, turnId);
    endOne(credentialKey, turnId);
  };
  return {
    holdOn({ modelKey, credentialKey }, nowMs) {
      const modelMs = circuitWaitMs(remembered(modelKey, nowMs), nowMs);
      const credentialMs = circuitWaitMs(remembered(credentialKey, nowMs), nowMs);
      if (modelMs === 0 && credentialMs === 0) return undefined;
      if (credentialMs > modelMs) return { bucket: 'credential.backoff', waitMs: credentialMs };
      return { bucket: 'model.backoff', waitMs: modelMs };
    },
    start({ modelKey, credentialKey }, turnId, nowMs) {
      const model = startOne(modelKey, turnId, nowMs);
      return startOne(credentialKey, turnId, nowMs) || model;
    },
    end,
    report(report, nowMs) {
      circuits.sweep(nowMs);
      const { modelKey, credentialKey, backoff: rules, retryAfterMs } = report;
      const effect = outcomeEffects[report.errorClass ?? 'success'];
      const event = { effect, rules, retryAfterMs, nowMs, jitter: rng() };
      const scope = 'scope' in effect ? effect.scope : undefined;
      const ofModel = scope === 'credential' ? [] : update(modelKey, 'model.backoff', event);
      const ofCredential = scope === 'model' ? [] : update(credentialKey, 'credential.backoff', event);
      end(report, report.turnId);
      return [...ofModel, ...ofCredential];
    },
  };
}

import { backoffOptions, toBackoffRules } from './backoff-options.js';
import { callerLimitsOptions, toCallerLimits } from './limit-options.js';
import { outputReservation } from './output-reservation.js';
import { callerShapeOptions, toCallerShape, toUpstreamShape, upstreamShapeOptions } from './shape-options.js';

describe('the options of limits', () => {
  it('limit nothing when nothing is said', () => {
    expect(toCallerLimits(callerLimitsOptions.parse({}))).toEqual({
      rpm: 0,
      tpm: 0,
      concurrent: 0,
      day: { requests: 0, tokens: 0, costNanoUsd: 0n },
      month: { requests: 0, tokens: 0, costNanoUsd: 0n },
      lifetime: { tokens: 0, costNanoUsd: 0n },
      softPercent: 80,
    });
  });

  it('turn dollars into nano-USD', () => {
    const options = callerLimitsOptions.parse({
      rpm: 60,
      quota: { day: { cost_usd: 12.34 } },
      lifetime: { cost_usd: 0.1 },
    });
    const limits = toCallerLimits(options);
    expect(limits.rpm).toBe(60);
    expect(limits.day?.costNanoUsd).toBe(12_340_000_000n);
    expect(limits.lifetime?.costNanoUsd).toBe(100_000_000n);
  });

  it('refuse a key they do not know and a negative number', () => {
    expect(callerLimitsOptions.safeParse({ rmp: 1 }).success).toBe(false);
    expect(callerLimitsOptions.safeParse({ tpm: -1 }).success).toBe(false);
    expect(callerLimitsOptions.safeParse({ quota: { week: {} } }).success).toBe(false);
  });
});

describe('the options of shapes', () => {
  it('shape a caller only when switched on', () => {
    expect(toCallerShape(callerShapeOptions.parse({ request_start_per_sec: 2 }))).toBeUndefined();
    expect(toCallerShape(callerShapeOptions.parse({ enabled: true, request_start_per_sec: 0.5 }))).toMatchObject({
      requestStartPerSec: 0.5,
      requestBurst: 0,
      queue: { enabled: false, maxWaitMs: 250, maxDepth: 4 },
    });
  });

  it('shape an upstream only when something is limited', () => {
    expect(toUpstreamShape(upstreamShapeOptions.parse({}))).toBeUndefined();
    expect(toUpstreamShape(upstreamShapeOptions.parse({ concurrent: 200 }))).toMatchObject({
      concurrent: 200,
      queue: { enabled: false, maxWaitMs: 2000, maxDepth: 100 },
    });
  });
});

describe('the options of backoff', () => {
  it('have the documented defaults', () => {
    expect(toBackoffRules(backoffOptions.parse({}))).toEqual({
      hintMaxMs: 600_000,
      rateLimit: { minMs: 1000, maxMs: 60_000, multiplier: 2, honorRetryAfter: true },
      quota: { minMs: 30_000, maxMs: 600_000, multiplier: 2, honorRetryAfter: true },
      failure: { threshold: 5, windowMs: 30_000, minMs: 2000, maxMs: 30_000, multiplier: 2 },
    });
  });

  it('name the key when the longest pause is shorter than the first', () => {
    const parsed = backoffOptions.safeParse({ failure: { min_ms: 5000, max_ms: 1000 } });
    expect(parsed.error?.issues).toMatchObject([
      { path: ['failure', 'max_ms'], message: 'max_ms should be at least min_ms' },
    ]);
  });
});

describe('outputReservation', () => {
  it("takes the caller's cap, else the default, and never more than the model can write", () => {
    expect(outputReservation({ outputCap: 100, maxOutputTokens: 1000, defaultReservation: 4096 })).toBe(100);
    expect(outputReservation({ outputCap: undefined, maxOutputTokens: 1000, defaultReservation: 4096 })).toBe(1000);
    expect(outputReservation({ outputCap: undefined, maxOutputTokens: undefined, defaultReservation: 4096 })).toBe(
      4096,
    );
    expect(outputReservation({ outputCap: 5000, maxOutputTokens: 1000, defaultReservation: 4096 })).toBe(1000);
  });
});

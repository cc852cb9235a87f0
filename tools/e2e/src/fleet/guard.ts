import type { ProviderSighting } from '@smart-router/simulated-provider';

/** What of a request a limit counts. */
export type Measure = 'requests' | 'inputTokens' | 'outputTokens' | 'totalTokens' | 'costNanoUsd';

/** One limit that the judge holds the fleet to, from what was seen outside. */
export type Guard =
  /** So much in any rolling minute. */
  | { readonly kind: 'minute'; readonly bucket: string; readonly measure: Measure; readonly limit: number }
  /** So much in a calendar period, or ever. */
  | {
      readonly kind: 'day' | 'month' | 'lifetime';
      readonly bucket: string;
      readonly measure: Measure;
      readonly limit: number;
    }
  /** So many under way. */
  | { readonly kind: 'at-once'; readonly bucket: string; readonly limit: number; readonly upstream?: Upstream }
  /** A burst, and a rate on top of it. */
  | {
      readonly kind: 'rate';
      readonly bucket: string;
      readonly measure: Measure;
      readonly perSec: number;
      readonly burst: number;
      readonly upstream?: Upstream;
    };

/** Which arrivals at the provider a guard of an upstream counts. */
export type Upstream = (arrival: ProviderSighting) => boolean;

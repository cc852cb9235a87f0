import type { EvidenceShares } from './rehearsal.js';

/** How far the numbers of a rehearsal can be trusted. */
export type Confidence = 'low' | 'medium' | 'high';

/** A confidence, and what keeps it from being higher. */
export interface ConfidenceNote {
  readonly level: Confidence;
  readonly reasons: readonly string[];
}

/** From so many requests on chance evens out, and from so many on somewhat. */
const enoughRequests = { high: 1000, medium: 100 } as const;

interface ShareRule {
  readonly name: keyof EvidenceShares;
  /** The largest share for that confidence. */
  readonly high: number;
  readonly medium: number;
  readonly words: string;
}

const shareRules: readonly ShareRule[] = [
  { name: 'onUnknownTargets', high: 0.05, medium: 0.3, words: 'would go to targets that nobody asked in the period' },
  {
    name: 'byOtherModels',
    high: 0.05,
    medium: 1,
    words: 'would be answered by another model than counted their tokens',
  },
  { name: 'estimatedTokens', high: 0.02, medium: 0.1, words: 'have no known tokens' },
  { name: 'withoutCost', high: 0.05, medium: 0.3, words: 'have no cost to compare' },
  { name: 'unjudged', high: 0.01, medium: 0.05, words: 'could not be judged by what was kept of them' },
];

/** Judges by fixed rules: the lowest of what the number of requests and each share allow. */
export function judgeConfidence(requests: number, shares: EvidenceShares): ConfidenceNote {
  const found = shareRules.flatMap((rule) => {
    const share = shares[rule.name];
    if (share <= rule.high) return [];
    const level: Confidence = share <= rule.medium ? 'medium' : 'low';
    return [{ level, reason: `${(share * 100).toFixed(1)} % ${rule.words}` }];
  });
  const few: Confidence =
    requests >= enoughRequests.high ? 'high' : requests >= enoughRequests.medium ? 'medium' : 'low';
  const all = few === 'high' ? found : [{ level: few, reason: `only ${requests} requests` }, ...found];
  return { level: lowestOf(all.map(({ level }) => level)), reasons: all.map(({ reason }) => reason) };
}

/** Whether a confidence is at least another one. */
export function isAtLeast(level: Confidence, least: Confidence): boolean {
  return ranks[level] >= ranks[least];
}

const ranks: Readonly<Record<Confidence, number>> = { low: 0, medium: 1, high: 2 };

function lowestOf(levels: readonly Confidence[]): Confidence {
  return levels.reduce((lowest, level) => (ranks[level] < ranks[lowest] ? level : lowest), 'high');
}

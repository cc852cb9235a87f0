const families: readonly (readonly [RegExp, string])[] = [
  [/\bEdg\//, 'edge'],
  [/\bOPR\//, 'opera'],
  [/\bFirefox\//, 'firefox'],
  [/\b(Chrome|Chromium|CriOS)\//, 'chrome'],
  [/\bSafari\//, 'safari'],
  [/^curl\//, 'curl'],
  [/^python/i, 'python'],
  [/^(node|undici|axios)/i, 'node'],
];

/** The kind of program that asks, in one word of ours: what it says of itself may be anything. */
export function userAgentFamily(userAgent: string | undefined): string | undefined {
  if (userAgent === undefined) return undefined;
  return families.find(([pattern]) => pattern.test(userAgent))?.[1] ?? 'other';
}

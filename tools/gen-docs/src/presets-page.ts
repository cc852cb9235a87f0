import { presets, type Preset } from '@smart-router/eligibility';
import { table } from './table.js';

const introduction = `# Presets

What was published of some models, so that a configuration need not repeat it: \`preset: openai/gpt-5\` on a model of a
provider declares the keys below. A key that the model declares itself counts over the preset's, and one of a group's target
over both, key by key. A preset says nothing of the name sent upstream, nor of prices: those are what an account pays, and a
wrong one makes a wrong ledger. What no page says is left out and so is not there; declare what your account has beyond it.

A preset never changes by itself: it says what its pages said on the day they were read, and a new release may say more.
`;

/** \`docs/presets.md\`: the shipped table, with the pages it was read from. */
export function presetsPage(): string {
  return [introduction, ...Object.entries(presets).map(([name, preset]) => section(name, preset))].join('\n');
}

function section(name: string, preset: Preset): string {
  const sources = preset.sources.map((source) => `- <${source}>`).join('\n');
  return `## ${name}\n\n${table(['Key', 'Value'], rowsOf(preset))}\n\nRead on ${preset.readOn}:\n\n${sources}\n`;
}

function rowsOf({ contextTokens, capabilities, requestLimits }: Preset): readonly (readonly string[])[] {
  const inside = (block: string, keys: object): readonly (readonly string[])[] =>
    Object.entries(keys).map(([key, value]) => [`\`${block}.${key}\``, `\`${JSON.stringify(value)}\``]);
  return [
    ['`context_tokens`', `\`${contextTokens}\``],
    ...inside('capabilities', capabilities),
    ...inside('request_limits', requestLimits),
  ];
}

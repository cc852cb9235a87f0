import { anthropicPresets } from './anthropic-presets.js';
import { openaiPresets } from './openai-presets.js';
import type { Preset } from './preset.js';

/** Every preset by its name, `vendor/model`. */
export const presets: Readonly<Record<string, Preset>> = { ...openaiPresets, ...anthropicPresets };

/** A preset by its name; `undefined` when there is none. */
export function findPreset(name: string): Preset | undefined {
  return Object.hasOwn(presets, name) ? presets[name] : undefined;
}

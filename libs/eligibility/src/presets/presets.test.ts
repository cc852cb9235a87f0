import { capabilitiesOptions } from '../capability-options.js';
import { requestLimitsOptions } from '../request-limit-options.js';
import { findPreset, presets } from './presets.js';

describe.each(Object.entries(presets))('the preset %s', (name, preset) => {
  it('declares what a file may declare', () => {
    expect(capabilitiesOptions.safeParse(preset.capabilities)).toMatchObject({ success: true });
    expect(requestLimitsOptions.safeParse(preset.requestLimits)).toMatchObject({ success: true });
    expect(name).toMatch(/^(openai|anthropic)\/[a-z0-9.-]+$/);
  });

  it('says where it was read, and when', () => {
    expect(preset.sources.length).toBeGreaterThan(0);
    for (const source of preset.sources) expect(new URL(source).protocol).toBe('https:');
    expect(preset.readOn).toMatch(/^20\d\d-\d\d-\d\d$/);
  });

  it('fits into itself', () => {
    expect(preset.capabilities.max_output_tokens ?? 0).toBeLessThanOrEqual(preset.contextTokens);
    expect(preset.requestLimits.max_estimated_input_tokens ?? 0).toBeLessThanOrEqual(preset.contextTokens);
  });
});

test('what is no preset is none, whatever objects inherit', () => {
  expect(findPreset('openai/gpt-5')).toBe(presets['openai/gpt-5']);
  expect(findPreset('openai/gpt-0')).toBeUndefined();
  expect(findPreset('toString')).toBeUndefined();
});

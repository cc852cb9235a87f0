import type { Capabilities } from '@smart-router/core';
import { isRecord } from '../json/guards.js';
import type { JsonText } from '../json/json-text.js';
import { keyEnd, keyStart, removeMember } from '../json/remove-member.js';
import type { Patch, PatchTarget } from '../dialect.js';

const capFields = ['max_tokens', 'max_completion_tokens'] as const;

/** The field that carries the output cap to a Chat target. */
export function capField(capabilities: Capabilities): (typeof capFields)[number] {
  return capabilities.outputTokenField === 'max_tokens' ? 'max_tokens' : 'max_completion_tokens';
}

/** The named patches that carry a Chat body to a Chat target, by position: its model, its usage, its cap field. */
export function patch(body: JsonText, target: PatchTarget): readonly Patch[] {
  const model = body.get('model');
  const usage = usagePatch(body, target.capabilities);
  const missing = [
    ...(model === undefined ? [`"model":${JSON.stringify(target.model)}`] : []),
    ...(usage === 'missing' ? ['"stream_options":{"include_usage":true}'] : []),
  ];
  const patches = [
    ...(missing.length === 0 ? [] : [insertMembers(body, missing)]),
    ...(model === undefined ? [] : [replaceValue(model, JSON.stringify(target.model))]),
    ...(typeof usage === 'string' ? [] : [usage]),
    ...capPatches(body, target.capabilities),
  ];
  return patches.sort((left, right) => left.start - right.start || left.end - right.end);
}

/** What makes a stream tell its usage: a patch, a missing member, or nothing. */
function usagePatch(body: JsonText, capabilities: Capabilities): Patch | 'missing' | 'none' {
  if (body.get('stream')?.value !== true || capabilities.unsupportedFeatures.includes('stream_options')) return 'none';
  const options = body.get('stream_options');
  if (options === undefined) return 'missing';
  if (!isRecord(options.value)) return replaceValue(options, '{"include_usage":true}');
  const include = options.get('include_usage');
  if (include === undefined) return insertMembers(options, ['"include_usage":true']);
  return include.value === true ? 'none' : replaceValue(include, 'true');
}

/** Renames the cap field where the target demands the other one; of two caps `max_tokens` wins. */
function capPatches(body: JsonText, capabilities: Capabilities): readonly Patch[] {
  const demanded = capabilities.outputTokenField;
  const [refused] = capFields.filter((field) => field !== demanded);
  if ((demanded !== 'max_tokens' && demanded !== 'max_completion_tokens') || refused === undefined) return [];
  const wrong = body.get(refused);
  if (wrong === undefined) return [];
  const right = body.get(demanded);
  if (right === undefined) return [renameMember(wrong, demanded)];
  const wins = refused === 'max_tokens' && wrong.value !== null;
  return [removeMember(body, wrong), ...(wins ? [replaceValue(right, wrong.raw)] : [])];
}

function replaceValue(value: JsonText, text: string): Patch {
  return { start: value.start, end: value.end, text };
}

/** Inserts behind the opening brace of an object. */
function insertMembers(object: JsonText, members: readonly string[]): Patch {
  const at = object.start + 1;
  const comma = object.entries().length === 0 ? '' : ',';
  return { start: at, end: at, text: members.join(',') + comma };
}

function renameMember(value: JsonText, name: string): Patch {
  return { start: keyStart(value), end: keyEnd(value), text: JSON.stringify(name) };
}

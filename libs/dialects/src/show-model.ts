import { applyPatches } from './apply-patches.js';
import { isRecord } from './json/guards.js';
import { JsonText } from './json/json-text.js';
import { skipValue } from './json/scan-json.js';
import { includesAscii } from './sse/frame.js';

const openBrace = 123;

/** Where the dialects' bodies and events carry the model's name. */
const modelPaths: readonly (readonly string[])[] = [['model'], ['response', 'model'], ['message', 'model']];

/** A reply body whose `model` says another name; every other byte stays. */
export function showModelInBody(body: JsonText, model: string): Uint8Array {
  const value = body.get('model');
  if (value === undefined) return body.bytes;
  return applyPatches(body.bytes, [{ start: value.start, end: value.end, text: JSON.stringify(model) }]);
}

/** A stream frame whose `model` says another name; a frame without one, or without valid JSON, stays as it is. */
export function showModelInFrame(frame: Uint8Array, model: string): Uint8Array {
  if (!includesAscii(frame, '"model"')) return frame;
  const start = frame.indexOf(openBrace);
  if (start === -1) return frame;
  const data = new JsonText(frame, start, skipValue(frame, start));
  if (!isObject(data)) return frame;
  const values = modelPaths.flatMap((path) => valueAt(data, path) ?? []);
  return applyPatches(
    frame,
    values.map((value) => ({ start: value.start, end: value.end, text: JSON.stringify(model) })),
  );
}

function valueAt(data: JsonText, path: readonly string[]): JsonText | undefined {
  return path.reduce<JsonText | undefined>((value, key) => value?.get(key), data);
}

function isObject(data: JsonText): boolean {
  try {
    return isRecord(data.value);
  } catch {
    // A frame of broken JSON (or of several data lines) is not ours to repair: it passes as it came.
    return false;
  }
}

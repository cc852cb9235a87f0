import type { WireFault } from './neutral/events.js';
import { dataOf } from './sse/frame.js';

/** What a reader tells of a frame whose data is no JSON object. */
export const brokenFrame: WireFault = {
  status: undefined,
  type: 'invalid-frame',
  code: undefined,
  param: undefined,
  message: 'the provider sent a stream frame that is not a JSON object',
};

/** The JSON value of a frame's data; `undefined` for a broken one, which callers tell by its not being an object. */
export function parseData(data: string): unknown {
  try {
    return JSON.parse(data);
  } catch {
    // A reader fails the stream with `brokenFrame`; a tap lets the frame pass as it came, for the caller to judge.
    return undefined;
  }
}

/** The JSON value a raw frame carries; `undefined` when it has no data or broken data. */
export function valueOfFrame(frame: Uint8Array): unknown {
  const data = dataOf(frame);
  return data === undefined ? undefined : parseData(data);
}

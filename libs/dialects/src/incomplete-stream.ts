import type { WireFault } from './neutral/events.js';

/** What is reported when an upstream stream closed before the answer came to its end. */
export const incompleteStream: WireFault = {
  status: undefined,
  type: 'incomplete-stream',
  code: undefined,
  param: undefined,
  message: 'the provider closed the stream before the answer was finished',
};

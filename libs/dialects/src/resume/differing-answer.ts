import type { WireFault } from '../neutral/events.js';

/** What is reported when an answer that should go on from a broken one says something else than its caller was told. */
export const differingAnswer: WireFault = {
  status: undefined,
  type: 'differing-answer',
  code: undefined,
  param: undefined,
  message: 'another answer to the request differs from what was sent of the broken one',
};

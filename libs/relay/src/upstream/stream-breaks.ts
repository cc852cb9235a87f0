import type { WireFault } from '@smart-router/dialects';
import { maxSilentBytes } from './exchange.js';

/** A provider that talks and says nothing. */
export const silentStream: WireFault = {
  status: undefined,
  type: 'invalid-frame',
  code: undefined,
  param: undefined,
  message: `the provider sent ${maxSilentBytes} bytes without content`,
};

/** A provider that says more than is held. */
export const overlongStream: WireFault = {
  ...silentStream,
  message: `the answer is longer than the ${maxSilentBytes} bytes that are held`,
};

/** A provider that closed before its finish, where the stream itself did not say so. */
export const unfinishedStream: WireFault = {
  status: undefined,
  type: 'incomplete-stream',
  code: undefined,
  param: undefined,
  message: 'the provider closed the stream before its end',
};

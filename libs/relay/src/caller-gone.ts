import { fault } from '@smart-router/core';

/** The end of a request whose caller left; it is recorded, never sent. */
export const callerGone = fault('client-closed-request', 'the caller closed the connection');

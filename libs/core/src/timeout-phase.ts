/** Which limit of an attempt ran out. */
export type TimeoutPhase = 'connect' | 'first-byte' | 'first-token' | 'idle' | 'total';

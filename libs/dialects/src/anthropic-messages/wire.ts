/** This dialect's name, as facts and proofs carry it. */
export const dialectName = 'anthropic-messages';

/**
 * The signature of thinking that came without any proof. Clients send it back like a real one, and by it we know that
 * no target of this dialect issued that thinking; an empty signature may be a provider's own.
 */
export const noProof = 'rtp1.none';

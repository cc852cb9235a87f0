/** Puts what a request used in the place of what it had set aside. */
export const settleRequest = `
expire_leases(lose_request)
local lease = drop_lease(ask.id)
if lease then end_request(lease, ask.used or nothing) end
save_states()
return { lease and 1 or 0 }
`;

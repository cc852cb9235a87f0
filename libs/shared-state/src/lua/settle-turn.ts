/** Ends an attempt: its places are free, and so is a probe it still holds. */
export const settleTurn = `
expire_leases(release_turn)
local lease = drop_lease(ask.id)
if lease then release_turn(ask.id, lease) end
save_states()
return { lease and 1 or 0 }
`;

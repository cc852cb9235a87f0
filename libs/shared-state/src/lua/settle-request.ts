/** Puts what a request used in the place of what it had set aside. */
export const settleRequest = `
expire_leases(lose_request)
local lease = drop_lease(ask.id)
local used = ask.used or nothing
if lease then
  end_request(lease, { tokens = used.tokens, cost = used.cost, ended = ask.agoMs and now - ask.agoMs or nil })
end
save_states()
return { lease and 1 or 0 }
`;

/**
 * Reserves the first candidate of a plan that has room, and says why the ones before it were passed over. Where it only
 * looks, it says so of all candidates, and reserves none.
 */
export const reserve = `
expire_leases(release_turn)
local repeated = not ask.look and drop_lease(ask.turnId)
if repeated then release_turn(ask.turnId, repeated) end
local claim = ask.claim
local function backoff_of(candidate)
  local model, credential = circuit_wait(candidate.modelKey), circuit_wait(candidate.credentialKey)
  if credential > model then return credential, 'credential.backoff' end
  return model, 'model.backoff'
end
local function throttle_of(candidate)
  local longest, bucket = 0, ''
  local function consider(wait, scoped, name)
    if wait > longest then longest, bucket = wait, scoped.scope .. '.' .. name end
  end
  for _, scoped in ipairs(candidate.shapes) do
    local state = state_of(scope_name(scoped))
    if is_limit(scoped.concurrent) and state.flight >= scoped.concurrent then
      consider(math.huge, scoped, 'concurrent')
    end
    for _, rate in ipairs(scoped.rates) do consider(rate_wait(state, rate, claim), scoped, rate.bucket) end
  end
  if candidate.adaptive and is_adaptive_full(candidate) and longest < math.huge then
    return math.huge, 'credential.adaptive_concurrency'
  end
  return longest, bucket
end
local function start(candidate)
  local scopes = {}
  for index, scoped in ipairs(candidate.shapes) do
    scopes[index] = scope_name(scoped)
    local state = touch(scopes[index])
    state.flight = state.flight + 1
    for _, rate in ipairs(scoped.rates) do rate_take(state, rate, claim) end
  end
  local lease = { modelKey = candidate.modelKey, credentialKey = candidate.credentialKey, scopes = scopes }
  if candidate.adaptive then
    scopes[#scopes + 1] = start_adaptive(candidate)
    lease.adaptive, lease.startedAt = candidate.adaptive, now - (ask.agoMs or 0)
  end
  hold_lease(ask.turnId, lease)
  if ask.agoMs then return false end
  local model = start_probe(candidate.modelKey, ask.turnId)
  return start_probe(candidate.credentialKey, ask.turnId) or model
end
local skipped, soonest = {}, math.huge
for index, candidate in ipairs(ask.candidates) do
  local wait, bucket, reason = 0, '', 'backoff'
  if not ask.agoMs then wait, bucket = backoff_of(candidate) end
  if wait == 0 and not ask.agoMs then
    wait, bucket = throttle_of(candidate)
    reason = 'throttled'
  end
  if wait == 0 and not ask.look then
    local probe = start(candidate)
    save_states()
    return { index - 1, probe and 1 or 0, skipped }
  end
  if wait > 0 then
    skipped[#skipped + 1] = { index - 1, reason, bucket, shown(wait) }
    soonest = math.min(soonest, wait)
  end
end
save_states()
return { -1, shown(soonest), skipped }
`;

/** The adaptive limits of credentials, as traffic-shaping's `adaptive-limit.ts` and `adaptive-limits.ts` keep them. */
export const adaptive = `
local adaptive_memory_ms = 600000
local function adaptive_name(credential_key) return 'a:' .. credential_key end
local function adaptive_state(credential_key, bounds)
  local state = state_of(adaptive_name(credential_key))
  if state.limit == nil or (state.flight == 0 and now >= state.needed) then
    state.limit, state.full, state.successes, state.refused, state.cutAt = bounds.min, false, 0, false, -1
  end
  return state
end
local function bounded_limit(state, bounds) return math.max(bounds.min, math.min(bounds.max, state.limit)) end
local function is_adaptive_full(candidate)
  local state = adaptive_state(candidate.credentialKey, candidate.adaptive)
  if state.flight < bounded_limit(state, candidate.adaptive) then return false end
  if not state.full then touch(adaptive_name(candidate.credentialKey)).full = true end
  return true
end
local function start_adaptive(candidate)
  local name = adaptive_name(candidate.credentialKey)
  local state = adaptive_state(candidate.credentialKey, candidate.adaptive)
  touch(name)
  state.flight = state.flight + 1
  state.full = state.full or state.flight >= bounded_limit(state, candidate.adaptive)
  need(state, now + adaptive_memory_ms)
  return name
end
local function learn_success(state, bounds)
  local limit = bounded_limit(state, bounds)
  if not state.full or limit >= bounds.max then return end
  state.successes = state.successes + 1
  if state.refused and state.successes < limit then return end
  state.limit, state.full, state.successes = limit + 1, state.flight > limit, 0
end
local function learn_refusal(state, bounds)
  state.limit = math.max(bounds.min, math.floor(bounded_limit(state, bounds) / 2))
  state.full, state.successes, state.refused, state.cutAt = false, 0, true, now
end
local function learn(turn_id, sign)
  local lease = peek_lease(turn_id)
  if not lease or not lease.adaptive then return end
  local state = adaptive_state(lease.credentialKey, lease.adaptive)
  if lease.startedAt <= state.cutAt then return end
  touch(adaptive_name(lease.credentialKey))
  if sign == 'room' then learn_success(state, lease.adaptive) end
  if sign == 'too-many' then learn_refusal(state, lease.adaptive) end
end
`;

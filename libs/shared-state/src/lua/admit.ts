/** Admits a request against all limits of all its subjects, or names the limit with the longest wait. */
export const admit = `
expire_leases(lose_request)
if ask.history then
  for _, subject in ipairs(ask.subjects) do seed(subject, ask.history) end
elseif ask.knowing then
  for _, subject in ipairs(ask.subjects) do
    if has_unseen(subject) then
      save_states()
      return { 2 }
    end
  end
end
local repeated = drop_lease(ask.leaseId)
if repeated and ask.agoMs then -- it was counted when it was told before
  hold_lease(ask.leaseId, repeated)
  save_states()
  return { 1, {} }
end
if repeated then end_request(repeated, nothing) end
local claim = ask.claim
local worst_wait, worst_kind, worst_bucket = 0, nil, nil
local function consider(wait, kind, subject, bucket)
  if wait > worst_wait then worst_wait, worst_kind, worst_bucket = wait, kind, subject.label .. '.' .. bucket end
end
local function kind_of(kind, measure) return measure.unit == 'cost_usd' and kind.money or kind.tokens end
for _, subject in ipairs(ask.agoMs and {} or ask.subjects) do
  local state, limits = state_of(subject_name(subject)), subject.limits
  for _, kind in ipairs(period_kinds) do
    for _, measure in ipairs(measures) do
      local limit = limits[kind.name][measure.unit]
      if is_limit(limit) then
        local wait = period_wait(state[kind.name], kind, measure, limit, claim)
        consider(wait, kind_of(kind, measure), subject, kind.name .. '.' .. measure.unit)
      end
    end
  end
  if is_limit(limits.rpm) then consider(minute_wait(state.requestMinute, limits.rpm - 1), 'rpm', subject, 'rpm') end
  if is_limit(limits.tpm) then
    consider(minute_wait(state.tokenMinute, limits.tpm - claim.totalTokens), 'tpm', subject, 'tpm')
  end
  if is_limit(limits.concurrent) and state.flight >= limits.concurrent then
    consider(math.huge, 'concurrent', subject, 'concurrent')
  end
  for _, rate in ipairs(subject.rates) do consider(rate_wait(state, rate, claim), 'shape', subject, rate.bucket) end
end
if worst_kind then
  save_states()
  return { 0, worst_kind, worst_bucket, shown(worst_wait) }
end
local function take(subject)
  local name, limits = subject_name(subject), subject.limits
  local state, rules = touch(name), {}
  for _, kind in ipairs(period_kinds) do
    for _, measure in ipairs(measures) do
      if is_limit(limits[kind.name][measure.unit]) then
        period_take(state, kind, measure, claim)
        rules[kind.name] = rules[kind.name] or {}
        rules[kind.name][measure.unit] = true
      end
    end
    if rules[kind.name] then rules[kind.name].id = ask.agoMs and kind.id() or state[kind.name].id end
  end
  local slot = nil
  if is_limit(limits.rpm) then
    local minute = minute_of(state, 'requestMinute')
    add_to_minute(minute, ask.agoMs and slot_of() or slot_at(minute), 1)
    need(state, now + slot_ms * slot_count)
  end
  if is_limit(limits.tpm) then
    local minute = minute_of(state, 'tokenMinute')
    slot = ask.agoMs and slot_of() or slot_at(minute)
    add_to_minute(minute, slot, claim.totalTokens)
    need(state, now + slot_ms * slot_count)
  end
  state.flight = state.flight + 1
  for _, rate in ipairs(subject.rates) do rate_take(state, rate, claim) end
  return { name = name, born = state.born, slot = slot, rules = rules }
end
local holds = {}
for index, subject in ipairs(ask.subjects) do holds[index] = take(subject) end
hold_lease(ask.leaseId, { reserved = { tokens = claim.totalTokens, cost = claim.cost }, holds = holds })
save_states()
return { 1, ask.agoMs and {} or soft_warnings(ask.subjects) }
`;

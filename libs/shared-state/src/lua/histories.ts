/** What was used before anything was counted here, as traffic-shaping's `period-history.ts` counts on from it. */
export const histories = `
local function past_ids(history) return { lifetime = 0, month = history.month, day = history.day } end
local function raise_period(period, measure, history, used)
  period[measure.used] = math.max(period[measure.used], used[measure.unit])
  period.begun = period.begun or {}
  period.begun[measure.unit] = true
  period.told = math.max(period.told or 0, now - history.ageMs)
end
local function has_unseen(subject)
  local state = state_of(subject_name(subject))
  for _, kind in ipairs(period_kinds) do
    local id = kind.id()
    for _, measure in ipairs(measures) do
      if is_limit(subject.limits[kind.name][measure.unit]) and not is_begun(state[kind.name], id, measure.unit) then
        return true
      end
    end
  end
  return false
end
local function seed(subject, history)
  local used, name = history.sums[subject.key], subject_name(subject)
  if not used then return end
  local state, ids = state_of(name), past_ids(history)
  for _, kind in ipairs(period_kinds) do
    local id = kind.id()
    for _, measure in ipairs(measures) do
      local limited = is_limit(subject.limits[kind.name][measure.unit])
      if limited and ids[kind.name] == id and not is_begun(state[kind.name], id, measure.unit) then
        touch(name)
        local period = state[kind.name] or new_period(0)
        if id > period.id then period = new_period(id) end
        raise_period(period, measure, history, used[kind.name])
        state[kind.name] = period
        need(state, kind.ends(period.id))
      end
    end
  end
end
local function raise_all(subject, history)
  local used, name = history.sums[subject.key], subject_name(subject)
  local state, ids = state_of(name), past_ids(history)
  if not used or state.fresh then return end
  for _, kind in ipairs(period_kinds) do
    local period = state[kind.name]
    for _, measure in ipairs(measures) do
      if period and period.id == ids[kind.name] and is_begun(period, period.id, measure.unit) then
        raise_period(touch(name)[kind.name], measure, history, used[kind.name])
      end
    end
  end
end
`;

/** How much of its limits a subject uses, as traffic-shaping's `limit-uses.ts` tells it. -1 stands for unknown. */
export const uses = `
local function each_use(subject, visit)
  local state, limits = state_of(subject_name(subject)), subject.limits
  for _, kind in ipairs(period_kinds) do
    for _, measure in ipairs(measures) do
      local limit = limits[kind.name][measure.unit]
      if is_limit(limit) then
        local used, reserved, id = period_use(state[kind.name], kind, measure)
        local resets = kind.ends(id) - now
        visit(kind.name .. '.' .. measure.unit, limit, used, reserved, resets)
      end
    end
  end
  if is_limit(limits.rpm) then visit('rpm', limits.rpm, minute_count(state.requestMinute), nil, math.huge) end
  if is_limit(limits.tpm) then visit('tpm', limits.tpm, minute_count(state.tokenMinute), nil, math.huge) end
  if is_limit(limits.concurrent) then visit('concurrent', limits.concurrent, state.flight, nil, math.huge) end
end
local function soft_warnings(subjects)
  local warnings = {}
  for _, subject in ipairs(subjects) do
    local soft = subject.softPercent or 0
    if soft > 0 then
      each_use(subject, function(bucket, limit, used)
        if used * 100 >= soft * limit then warnings[#warnings + 1] = subject.label .. '.' .. bucket end
      end)
    end
  end
  return warnings
end
`;

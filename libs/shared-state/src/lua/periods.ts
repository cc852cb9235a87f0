/** Days, months (UTC) and lives, as traffic-shaping's `calendar.ts`, `period.ts` and `period-limits.ts` count them. */
export const periods = `
local era_days, march_of_year_0 = 146097, 719468
local function month_at()
  local shifted = math.floor(granted / day_ms) + march_of_year_0
  local era = math.floor(shifted / era_days)
  local day = shifted - era * era_days
  local leap_days = math.floor(day / 1460) - math.floor(day / 36524) + math.floor(day / 146096)
  local year = math.floor((day - leap_days) / 365)
  local day_of_year = day - (365 * year + math.floor(year / 4) - math.floor(year / 100))
  return (year + era * 400) * 12 + 2 + math.floor((5 * day_of_year + 2) / 153)
end
local function month_end(month)
  local next_month = month + 1
  local year = math.floor((next_month - 2) / 12)
  local from_march = next_month - 2 - year * 12
  local era = math.floor(year / 400)
  local of_era = year - era * 400
  local day_of_year = math.floor((153 * from_march + 2) / 5)
  local day = of_era * 365 + math.floor(of_era / 4) - math.floor(of_era / 100) + day_of_year
  return (era * era_days + day - march_of_year_0) * day_ms
end
local period_kinds = {
  { name = 'lifetime', tokens = 'lifetime', money = 'lifetime',
    id = function() return 0 end, ends = function() return math.huge end },
  { name = 'month', tokens = 'quota', money = 'budget', id = month_at, ends = month_end },
  { name = 'day', tokens = 'quota', money = 'budget',
    id = function() return math.floor(granted / day_ms) end, ends = function(id) return (id + 1) * day_ms end },
}
local measures = {
  { unit = 'requests', asked = 'requests', used = 'requests', reserved = 'requests' },
  { unit = 'tokens', asked = 'totalTokens', used = 'tokens', reserved = 'reservedTokens' },
  { unit = 'cost_usd', asked = 'cost', used = 'cost', reserved = 'reservedCost' },
}
local function new_period(id)
  return { id = id, requests = 0, tokens = 0, reservedTokens = 0, cost = 0, reservedCost = 0, begun = {}, told = 0 }
end
local function is_begun(period, id, unit)
  return period ~= nil and id <= period.id and period.begun ~= nil and period.begun[unit] == true
end
local function period_use(period, kind, measure)
  local id = math.max(period and period.id or 0, kind.id())
  local known = period and id == period.id
  local used = known and period[measure.used] or 0
  if measure.reserved == measure.used then return used, nil, id end
  local reserved = known and period[measure.reserved] or 0
  return used + reserved, reserved, id
end
local function period_wait(period, kind, measure, limit, claim)
  local used, _, id = period_use(period, kind, measure)
  local asked = claim[measure.asked]
  if used < limit and used + asked <= limit then return 0 end
  return asked > limit and math.huge or kind.ends(id) - now
end
local function period_take(state, kind, measure, claim)
  local period, id = state[kind.name] or new_period(0), kind.id()
  if id > period.id then period = new_period(id) end
  state[kind.name] = period
  if ask.agoMs and period.id ~= id then return end -- its period is over
  period[measure.reserved] = period[measure.reserved] + claim[measure.asked]
  need(state, kind.ends(period.id))
end
local function settle_period(period, rules, reserved, used)
  local told = used.ended ~= nil and used.ended <= (period.told or 0)
  if told and rules.requests then period.requests = period.requests - 1 end
  if rules.tokens then
    period.reservedTokens = period.reservedTokens - reserved.tokens
    if not told then period.tokens = period.tokens + used.tokens end
  end
  if rules.cost_usd then
    period.reservedCost = period.reservedCost - reserved.cost
    if not told then period.cost = period.cost + used.cost end
  end
end
`;

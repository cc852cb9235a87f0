/** Requests under way and the limits of those who sent them, as traffic-shaping's `admissions.ts` keeps them. */
export const admissions = `
local function subject_name(subject) return 's:' .. subject.key end
local function is_lost(state, hold) return state.fresh or state.born ~= hold.born end
local function close_hold(hold, reserved, used)
  local state = state_of(hold.name)
  if is_lost(state, hold) then return end -- the server has lost what was counted: there is nothing to give back to
  touch(hold.name)
  state.flight = math.max(0, state.flight - 1)
  for _, kind in ipairs(period_kinds) do
    local period, rules = state[kind.name], hold.rules[kind.name]
    if period and rules and period.id == rules.id then settle_period(period, rules, reserved, used) end
  end
end
local nothing = { tokens = 0, cost = 0 }
local function lose_request(_, lease)
  for _, hold in ipairs(lease.holds) do close_hold(hold, lease.reserved, nothing) end
end
local function end_request(lease, used)
  for _, hold in ipairs(lease.holds) do
    local state = state_of(hold.name)
    if hold.slot and state.tokenMinute and not is_lost(state, hold) then
      add_to_minute(touch(hold.name).tokenMinute, hold.slot, used.tokens - lease.reserved.tokens)
    end
    close_hold(hold, lease.reserved, used)
  end
end
`;

/**
 * States by key, each read once per script and written once at its end. `flight` counts what is under way, `needed` is
 * when the state stops to say anything, `ever` that it never does, `born` tells it from one of the same name that the
 * server has lost meanwhile. What is under way keeps a state for another day.
 */
export const states = `
local states, changed = {}, {}
local longest_ms = 400 * day_ms -- an expiry beyond what the server can count would be an error
local state_fields = { flight = 'number', needed = 'number', rates = 'table' }
local function state_of(name)
  local state = states[name]
  if state == nil then
    state = unpacked(redis.pcall('GET', home .. name), state_fields)
    state = state or { flight = 0, needed = 0, rates = {}, fresh = true }
    states[name] = state
  end
  return state
end
local function touch(name)
  local state = state_of(name)
  if state.fresh then state.fresh, state.born = nil, server_us() end
  changed[name] = true
  return state
end
local function need(state, until_ms)
  if until_ms == math.huge then state.ever = true else state.needed = math.max(state.needed, until_ms) end
end
local function save_states()
  for name in pairs(changed) do
    local state = states[name]
    local until_ms = state.flight > 0 and math.max(state.needed, now + day_ms) or state.needed
    until_ms = math.min(until_ms, now + longest_ms)
    if state.ever then redis.call('SET', home .. name, cmsgpack.pack(state))
    elseif until_ms <= now then redis.call('DEL', home .. name)
    else redis.call('SET', home .. name, cmsgpack.pack(state), 'PXAT', text(until_ms)) end
  end
end
`;

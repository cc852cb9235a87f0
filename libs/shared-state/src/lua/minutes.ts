/** A rolling minute in slots of 5 s, as traffic-shaping's `rolling-minute.ts` counts it. */
export const minutes = `
local slot_ms, slot_count = 5000, 13
local function slot_of() return math.floor(granted / slot_ms) end
local function slot_at(minute) return math.max(minute.newest, slot_of()) end
local function amount_in(minute, slot) return minute.amounts[slot % slot_count + 1] end
local function minute_of(state, name)
  if state[name] == nil then
    local amounts = {}
    for index = 1, slot_count do amounts[index] = 0 end
    state[name] = { newest = 0, amounts = amounts }
  end
  return state[name]
end
local function minute_count(minute)
  local counted = 0
  if minute == nil then return counted end
  for slot = slot_at(minute) - slot_count + 1, minute.newest do counted = counted + amount_in(minute, slot) end
  return counted
end
local function minute_wait(minute, room)
  if room < 0 then return math.huge end
  local counted = minute_count(minute)
  if counted <= room then return 0 end
  local slot = slot_at(minute) - slot_count + 1
  while counted > room and slot <= minute.newest do
    counted = counted - amount_in(minute, slot)
    slot = slot + 1
  end
  return (slot + slot_count - 1) * slot_ms - now
end
local function add_to_minute(minute, slot, amount)
  while minute.newest < slot do
    minute.newest = math.max(minute.newest + 1, slot - slot_count + 1)
    minute.amounts[minute.newest % slot_count + 1] = 0
  end
  if slot > minute.newest - slot_count then
    minute.amounts[slot % slot_count + 1] = amount_in(minute, slot) + amount
  end
end
`;

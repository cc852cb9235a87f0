/**
 * What every script begins with. `KEYS[1]` is where its keys live, hash tag included; `ARGV` holds the time to count by
 * (empty: the server's), the server time from which on the caller has given up (0: never), and the question as JSON.
 * Numbers are doubles, so integers are exact up to 2^53. What somebody else wrote under our keys counts as nothing: one
 * broken key must not turn every command into a failure, and with it Redis away for everybody.
 */
export const prelude = `
local day_ms = 86400000
local home = KEYS[1]
local function text(number) return string.format('%.0f', number) end
local function server_us()
  local time = redis.call('TIME')
  return tonumber(time[1]) * 1000000 + tonumber(time[2])
end
local function server_ms() return math.floor(server_us() / 1000) end
local give_up_at = tonumber(ARGV[2])
if give_up_at > 0 and server_ms() >= give_up_at then
  return redis.error_reply('LATE the command came after its caller had given up')
end
local now = tonumber(ARGV[1]) or server_ms()
local ask = cjson.decode(ARGV[3])
local granted = now - (ask.agoMs or 0)
local function unpacked(packed, fields)
  if type(packed) ~= 'string' then return nil end
  local ok, value = pcall(cmsgpack.unpack, packed)
  if not ok or type(value) ~= 'table' then return nil end
  for field, kind in pairs(fields) do
    if type(value[field]) ~= kind then return nil end
  end
  return value
end
local function is_limit(number) return number ~= nil and number > 0 end
local function shown(wait) return wait == math.huge and -1 or wait end
`;

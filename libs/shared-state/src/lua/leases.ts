/**
 * What is under way: a sorted set of ids by expiry, and beside it what each holds. Both live until they are swept, so
 * that whatever a killed replica held is given back. A sweep is bounded; the next call goes on.
 */
export const leases = `
local sweep_limit = 1000
local function hold_lease(id, lease)
  redis.call('ZADD', home .. 'leases', text(now + ask.leaseMs), id)
  redis.call('HSET', home .. 'held', id, cmsgpack.pack(lease))
end
local function peek_lease(id)
  return unpacked(redis.call('HGET', home .. 'held', id), {})
end
local function drop_lease(id)
  local packed = redis.call('HGET', home .. 'held', id)
  if not packed then return nil end
  redis.call('HDEL', home .. 'held', id)
  redis.call('ZREM', home .. 'leases', id)
  return unpacked(packed, {})
end
local function clear_strange(name, kind)
  local found = redis.call('TYPE', home .. name).ok
  if found ~= kind and found ~= 'none' then redis.call('DEL', home .. name) end
end
local function expire_leases(lose)
  clear_strange('leases', 'zset')
  clear_strange('held', 'hash')
  local due = redis.call('ZRANGEBYSCORE', home .. 'leases', '-inf', text(now), 'LIMIT', 0, sweep_limit)
  for _, id in ipairs(due) do
    local lease = drop_lease(id)
    if lease then lose(id, lease) end
  end
end
local function renew_leases()
  for _, id in ipairs(ask.ids) do redis.call('ZADD', home .. 'leases', 'XX', text(now + ask.leaseMs), id) end
end
`;

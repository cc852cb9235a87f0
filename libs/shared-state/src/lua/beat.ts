/** Says that a replica lives; how many do, and what time it is at the server. A replica that leaves says so. */
export const beat = `
local replicas, at = home .. 'replicas', server_ms()
if ask.leaving then redis.call('ZREM', replicas, ask.replica) else redis.call('ZADD', replicas, text(at), ask.replica) end
redis.call('ZREMRANGEBYSCORE', replicas, '-inf', text(at - ask.lifeMs))
redis.call('PEXPIRE', replicas, text(ask.lifeMs))
return { redis.call('ZCARD', replicas), at }
`;

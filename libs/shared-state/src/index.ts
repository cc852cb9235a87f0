export { createRedisLimitStore } from './redis-limit-store.js';
export { openRedisLink, type RedisLink, type RedisLinkOptions } from './redis-link.js';

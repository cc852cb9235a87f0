import { openRedisLink, type RedisLink } from '../redis-link.js';

/** A link that is connected, and patient: what is compared with it should not depend on how busy the machine is. */
export async function connectedLink(redisUrl: string, keyPrefix: string): Promise<RedisLink> {
  const link = openRedisLink({ redisUrl, commandTimeoutMs: 20_000, keyPrefix });
  await new Promise<void>((resolve) => link.onConnected(resolve));
  return link;
}

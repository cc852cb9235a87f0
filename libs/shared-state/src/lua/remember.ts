/** Keeps values for a while, many in one trip. */
export const remember = `
for _, entry in ipairs(ask.entries) do
  redis.call('SET', home .. entry.key, entry.value, 'PX', text(entry.ttlMs))
end
return { 1 }
`;

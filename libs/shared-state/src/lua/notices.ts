/**
 * Adds what a replica has to tell, and returns what others told since: up to `most` at once, each with its age by the
 * server's clock. What was read so far is named by the last id; its beginning is `0-0`.
 *
 * Ids are the server's time. A stream that ends far in the future was written by somebody else and takes no ids of ours, or
 * soon none: it begins anew. Whoever has read beyond the end of the stream had read another one, and begins anew, too. A
 * stream begins with a sequence that none had before in its millisecond, so that nobody takes its first id for one he has
 * read.
 */
export const notices = `
local stream = home .. 'notices'
local kind = redis.call('TYPE', stream).ok
local newest = '0-0'
if kind == 'stream' then
  local about = redis.call('XINFO', 'STREAM', stream)
  for index = 1, #about - 1, 2 do
    if about[index] == 'last-generated-id' then newest = about[index + 1] end
  end
end
local function moment(id)
  local ms, sequence = string.match(id, '^(%d+)-(%d+)$')
  return tonumber(ms), tonumber(sequence)
end
local isFuture = moment(newest) > now + ask.keptMs
if kind ~= 'none' and (kind ~= 'stream' or isFuture) then
  redis.call('DEL', stream)
  newest = '0-0'
end
for _, notice in ipairs(ask.notices) do
  local id = newest == '0-0' and text(now) .. '-4294967296' or '*'
  newest = redis.call('XADD', stream, 'MAXLEN', '~', text(ask.maxNotices), id,
    'by', ask.replica, 'number', text(notice.number), 'at', text(now - notice.ageMs), 'text', notice.text)
end
redis.call('XTRIM', stream, 'MINID', '~', text(now - ask.keptMs))
redis.call('PEXPIRE', stream, text(ask.keptMs))
local readMs, readSequence = moment(ask.after)
local newestMs, newestSequence = moment(newest)
local isBeyond = readMs > newestMs or (readMs == newestMs and readSequence > newestSequence)
local after = isBeyond and '0-0' or ask.after
local found = redis.call('XRANGE', stream, '(' .. after, '+', 'COUNT', text(ask.most))
local last, told = after, {}
for _, entry in ipairs(found) do
  last = entry[1]
  local fields = {}
  for index = 1, #entry[2] - 1, 2 do fields[entry[2][index]] = entry[2][index + 1] end
  if fields.by ~= ask.replica then
    told[#told + 1] = { fields.by or '', fields.number or '', fields.at or '', fields.text or '' }
  end
end
return { last, #found, text(now), told }
`;

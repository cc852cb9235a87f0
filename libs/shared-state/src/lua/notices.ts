/**
 * Adds what a replica has to tell, and returns what others told since: up to `most` at once, each with its age by the
 * server's clock. What was read so far is named by the last id; its beginning is `0-0`.
 */
export const notices = `
local stream = home .. 'notices'
local kind = redis.call('TYPE', stream).ok
if kind ~= 'stream' and kind ~= 'none' then redis.call('DEL', stream) end
for _, notice in ipairs(ask.notices) do
  redis.call('XADD', stream, 'MAXLEN', '~', text(ask.maxNotices), '*',
    'by', ask.replica, 'number', text(notice.number), 'at', text(now - notice.ageMs), 'text', notice.text)
end
redis.call('XTRIM', stream, 'MINID', '~', text(now - ask.keptMs))
redis.call('PEXPIRE', stream, text(ask.keptMs))
local found = redis.call('XRANGE', stream, '(' .. ask.after, '+', 'COUNT', text(ask.most))
local last, told = ask.after, {}
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

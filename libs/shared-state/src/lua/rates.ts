/** Rates with bursts, as traffic-shaping's `bucket.ts` counts them: millionths of a unit, drained by the millisecond. */
export const rates = `
local function level_at(bucket, rate)
  return math.max(0, bucket.level - math.max(0, now - bucket.at) * rate.milliPerSec)
end
local function rate_wait(state, rate, claim)
  local cost = claim[rate.counted]
  if cost == 0 then return 0 end
  local bucket = state.rates[rate.counted]
  local level = bucket and level_at(bucket, rate) or 0
  local room = (rate.burst - math.min(cost, rate.burst)) * 1000000
  if level <= room then return 0 end
  return math.ceil((level - room) / rate.milliPerSec)
end
local function rate_take(state, rate, claim)
  local bucket = state.rates[rate.counted] or { level = 0, at = 0 }
  bucket.level = level_at(bucket, rate) + claim[rate.counted] * 1000000
  bucket.at = math.max(bucket.at, now)
  state.rates[rate.counted] = bucket
  need(state, bucket.at + math.ceil(bucket.level / rate.milliPerSec))
end
`;

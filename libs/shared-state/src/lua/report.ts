/**
 * What became of an attempt: starts, lengthens or ends the pauses of its credential and model, and says which. An adaptive
 * limit learns from it.
 */
export const report = `
local effect = ask.effect
local function is_paused(circuit) return circuit and now < circuit.pausedUntil end
local function new_circuit()
  return { pauses = 0, pausedUntil = 0, failed = {}, probeUntil = 0, probeMs = 0, forget = 0 }
end
local function curve_pause(curve, level)
  local steady = math.min(curve.maxMs, curve.minMs * curve.multiplier ^ level)
  return math.min(curve.maxMs, math.floor(steady * ask.jitterFactor + 0.5))
end
local function paused(circuit, curve)
  local hint = curve.honorRetryAfter and math.min(ask.retryAfterMs or 0, ask.hintMaxMs) or 0
  local again = is_paused(circuit)
  local after = new_circuit()
  after.pauses = (circuit and circuit.pauses or 0) + (again and 0 or 1)
  local curve_ms = curve_pause(curve, after.pauses - 1)
  local end_ms = now + math.ceil(hint > 0 and hint or curve_ms)
  after.pausedUntil = again and math.max(circuit.pausedUntil, hint > 0 and end_ms or 0) or end_ms
  after.probeMs = math.min(max_probe_ms, curve_ms)
  after.forget = after.pausedUntil + curve.maxMs
  return after
end
local function counted(circuit, curve)
  local hinted = (ask.retryAfterMs or 0) > 0
  if is_paused(circuit) and not hinted then return circuit end
  local failed = {}
  for _, at in ipairs(circuit and circuit.failed or {}) do
    if at > now - curve.windowMs then failed[#failed + 1] = at end
  end
  failed[#failed + 1] = now
  if hinted or (circuit and circuit.pauses > 0) or #failed >= curve.threshold then return paused(circuit, curve) end
  local after = new_circuit()
  after.failed = failed
  after.forget = now + curve.windowMs
  return after
end
local function after_outcome(circuit)
  if effect.kind == 'close' then return is_paused(circuit) and circuit or false end
  if effect.kind == 'pause' then return paused(circuit, ask.curve) end
  if effect.kind == 'count' then return counted(circuit, ask.curve) end
  return circuit
end
local changes = {}
local function note_change(bucket, pauses_before, after)
  local pauses = after and after.pauses or 0
  if pauses > pauses_before then changes[#changes + 1] = { bucket, 'started', after.pausedUntil - now } end
  if pauses < pauses_before then changes[#changes + 1] = { bucket, 'ended', 0 } end
end
local function update(key, bucket)
  local known, before = circuit_of(key), remembered(key)
  local pauses_before = before and before.pauses or 0
  local after = after_outcome(before)
  if known or after then save_circuit(key, after) end
  note_change(bucket, pauses_before, after)
end
if ask.sign then
  expire_leases(release_turn)
  learn(ask.turnId, ask.sign)
end
if effect.scope ~= 'credential' then update(ask.modelKey, 'model.backoff') end
if effect.scope ~= 'model' then update(ask.credentialKey, 'credential.backoff') end
end_probe(ask.modelKey, ask.turnId)
end_probe(ask.credentialKey, ask.turnId)
if ask.sign then save_states() end
return changes
`;

/** The backoff of credentials and their models, as traffic-shaping's `circuit.ts` and `circuits.ts` keep it. */
export const circuits = `
local max_probe_ms = 30000
local circuit_cache = {}
local circuit_fields = {
  pauses = 'number', pausedUntil = 'number', failed = 'table', probeUntil = 'number', probeMs = 'number', forget = 'number',
}
local function circuit_of(key)
  local circuit = circuit_cache[key]
  if circuit == nil then
    circuit = unpacked(redis.pcall('GET', home .. 'c:' .. key), circuit_fields) or false
    circuit_cache[key] = circuit
  end
  return circuit
end
local function save_circuit(key, circuit)
  circuit_cache[key] = circuit
  if not circuit or circuit.forget <= now then redis.call('DEL', home .. 'c:' .. key)
  else redis.call('SET', home .. 'c:' .. key, cmsgpack.pack(circuit), 'PXAT', text(math.min(circuit.forget, now + 400 * day_ms))) end
end
local function remembered(key)
  local circuit = circuit_of(key)
  return circuit and now < circuit.forget and circuit or false
end
local function circuit_wait(key)
  local circuit = remembered(key)
  if not circuit or circuit.pauses == 0 then return 0 end
  return math.max(0, math.max(circuit.pausedUntil, circuit.probeUntil) - now)
end
local function start_probe(key, turn)
  local circuit = remembered(key)
  if not circuit or circuit.pauses == 0 then return false end
  circuit.probeTurn = turn
  circuit.probeUntil = now + circuit.probeMs
  circuit.forget = math.max(circuit.forget, circuit.probeUntil + circuit.probeMs)
  save_circuit(key, circuit)
  return true
end
local function end_probe(key, turn)
  local circuit = circuit_of(key)
  if not circuit or circuit.probeTurn ~= turn then return end
  circuit.probeTurn = nil
  circuit.probeUntil = 0
  save_circuit(key, circuit)
end
`;

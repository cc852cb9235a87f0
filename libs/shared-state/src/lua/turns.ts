/** Attempts under way and the shapes of the upstreams they went to, as traffic-shaping's `turns.ts` keeps them. */
export const turns = `
local function scope_name(scoped) return 'u:' .. scoped.key end
local function release_turn(id, lease)
  for _, name in ipairs(lease.scopes) do
    local state = state_of(name)
    if not state.fresh then
      touch(name)
      state.flight = math.max(0, state.flight - 1)
    end
  end
  end_probe(lease.modelKey, id)
  end_probe(lease.credentialKey, id)
end
`;

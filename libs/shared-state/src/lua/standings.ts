/** What adaptive limits have come to. */
export const standings = `
expire_leases(release_turn)
save_states()
local standings = {}
for index, question in ipairs(ask.questions) do
  local state = adaptive_state(question.credentialKey, question.adaptive)
  standings[index] = { bounded_limit(state, question.adaptive), state.flight }
end
return standings
`;

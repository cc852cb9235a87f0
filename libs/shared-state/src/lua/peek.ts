/** How much of their limits subjects use: for each the rows `{ bucket, used, reserved, resets }`. */
export const peek = `
expire_leases(lose_request)
local answer = {}
for index, subject in ipairs(ask.subjects) do
  local rows = {}
  each_use(subject, function(bucket, _, used, reserved, resets)
    rows[#rows + 1] = { bucket, used, reserved or -1, shown(resets) }
  end)
  answer[index] = rows
end
save_states()
return answer
`;

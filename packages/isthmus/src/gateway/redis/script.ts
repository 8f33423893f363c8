// What Redis does for all limits of a request in one go: it looks at every count by its own clock, and takes of all of them,
// or, where one has come to its end, of none.

/**
 * Of each key: what it is measured by, two numbers, and how many are asked for. `bucket`: milliseconds for one, most at
 * once; kept is the moment at which all are back. `window`: milliseconds, most; kept are its number, used in it and in the
 * one before. `quota`: most, and the milliseconds since 1970 at which it ends; kept is what is used.
 *
 * Gives the place of the key that has come to its end (0: none), the milliseconds to wait, and of each key what is left and
 * the milliseconds until there is more.
 */
export const script = `
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
local refused, longest = 0, 0
local answer, writes = {0, 0}, {}
for i = 1, #KEYS do
  local at = (i - 1) * 4
  local by, a, b, cost = ARGV[at + 1], tonumber(ARGV[at + 2]), tonumber(ARGV[at + 3]), tonumber(ARGV[at + 4])
  local kept = redis.call('GET', KEYS[i])
  local wait, left, more = 0, 0, 0
  if by == 'bucket' then
    local whole = a * b
    local full = math.max(tonumber(kept or '0') or 0, now)
    wait = full + cost * a - whole - now
    if wait > 0.001 then
      left = math.floor((whole - (full - now) + 0.001) / a)
      more = wait
    else
      wait = 0
      full = full + cost * a
      left = math.floor((whole - (full - now) + 0.001) / a)
      more = (full - now) % a
      if more == 0 then more = a end
      writes[#writes + 1] = {KEYS[i], string.format('%.3f', full), math.ceil(full - now)}
    end
  elseif by == 'window' then
    local present = math.floor(now / a)
    local number, used, before = string.match(kept or '', '^(%d+) (%d+) (%d+)$')
    number, used, before = tonumber(number or 0), tonumber(used or 0), tonumber(before or 0)
    if number ~= present then
      if number == present - 1 then before = used else before = 0 end
      used = 0
    end
    local passed = now % a
    local estimate = used + before * (1 - passed / a)
    if estimate + cost > b + 0.000000001 then
      if used + cost <= b then
        wait = a * (1 - (b - used - cost) / before) - passed
      else
        wait = a - passed + a * (1 - (b - cost) / used)
      end
      wait = math.max(wait, 1)
      left = math.floor(b - estimate)
      more = wait
    else
      used = used + cost
      left = math.floor(b - estimate - cost + 0.000000001)
      more = a - passed
      writes[#writes + 1] = {KEYS[i], string.format('%d %d %d', present, used, before), math.ceil(2 * a)}
    end
  else
    local used = tonumber(kept or '0') or 0
    more = math.max(b - now, 1)
    if used + cost > a then
      wait = more
      left = a - used
    else
      left = a - used - cost
      writes[#writes + 1] = {KEYS[i], tostring(used + cost), more}
    end
  end
  if wait > longest then refused, longest = i, wait end
  answer[#answer + 1] = math.max(0, left)
  answer[#answer + 1] = math.ceil(more)
end
answer[1], answer[2] = refused, math.ceil(longest)
if refused == 0 then
  for _, write in ipairs(writes) do redis.call('SET', write[1], write[2], 'PX', math.max(1, write[3])) end
end
return answer
`;

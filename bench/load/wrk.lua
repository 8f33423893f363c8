-- Sends the requests of a file (one JSON-free line each: method, path, headers, body, parted by tabs; headers by \1 and \2)
-- in turn, beginning anywhere, and prints what was measured as one line of JSON.

local lines, at = {}, 0

function init(args)
  for line in io.lines(args[1]) do
    local method, path, headers, body = line:match("^([^\t]*)\t([^\t]*)\t([^\t]*)\t(.*)$")
    local fields = {}
    for name, value in headers:gmatch("([^\1\2]+)\1([^\1\2]*)") do fields[name] = value end
    lines[#lines + 1] = wrk.format(method, path, fields, body ~= "" and body or nil)
  end
  math.randomseed(tonumber(args[2]))
  at = math.random(#lines)
end

function request()
  at = at % #lines + 1
  return lines[at]
end

function done(summary, latency)
  local e = summary.errors
  io.write(string.format(
    '\nRESULT {"requests":%d,"seconds":%.6f,"p50":%.3f,"p99":%.3f,"max":%.3f,"errors":%d}\n',
    summary.requests, summary.duration / 1e6, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3, latency.max / 1e3,
    e.connect + e.read + e.write + e.status + e.timeout))
end

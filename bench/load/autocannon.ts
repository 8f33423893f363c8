// Load by autocannon, for machines without wrk; a process of its own, so that it does not share the bench's.
// node autocannon.ts <origin> <file of requests> <seconds> <connections>

import { readFileSync } from "node:fs";
import autocannon from "autocannon";
import { readRequests } from "./request-file.ts";

const [origin = "", file = "", seconds = "3", connections = "32"] = process.argv.slice(2);
// Autocannon prepares every request anew for every connection, which takes seconds for tens of thousands of them.
const sample = readRequests(readFileSync(file, "utf8")).slice(0, 500);
const result = await autocannon({
  url: origin,
  connections: Number(connections),
  duration: Number(seconds),
  requests: sample.map(({ method, path, headers, body }) => ({
    method,
    path,
    ...(headers === undefined ? {} : { headers: { ...headers } }),
    ...(body === undefined ? {} : { body }),
  })),
});
const { requests, latency, duration, errors, timeouts, non2xx } = result;
const measured = { requests: requests.total, seconds: duration, p50: latency.p50, p99: latency.p99, max: latency.max };
console.log(`RESULT ${JSON.stringify({ ...measured, errors: errors + timeouts + non2xx })}`);

// What passing a request on costs: Isthmus with a route, against Fastify and undici put together by hand, side by side in
// one run: both are up, and are asked in turn.
//
//   node bench/proxy/run.ts [rounds, default 5] [seconds of a round, default 3] [connections, default 32]

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { load, requestFile } from "../load/load.ts";
import { freePort, type Running, start } from "../processes.ts";
import type { Request } from "../questions.ts";
import { ratio, type Round, summarize } from "../statistics.ts";
import { isthmusCommand } from "../systems.ts";
import { cpuOf, memoryOf } from "../usage.ts";

const [rounds = 5, seconds = 3, connections = 32] = process.argv.slice(2).map(Number);
const here = import.meta.dirname;
const program = (file: string): readonly string[] => [process.execPath, join(here, file)];

const questions: Readonly<Record<string, Request>> = {
  "80 bytes of JSON": { method: "GET", path: "/legacy/product?id=7" },
  "a page of 32 KiB": { method: "GET", path: "/legacy/page" },
  "a body of 200 bytes": { method: "POST", path: "/legacy/order", body: JSON.stringify({ note: "x".repeat(188) }) },
};

const folder = mkdtempSync(join(tmpdir(), "isthmus-proxy-"));
const running: Running[] = [];
async function open(name: string, command: readonly string[], ready: string, service: string): Promise<Running> {
  const port = await freePort();
  const env = { BENCH_PORT: String(port), BENCH_SERVICE: service, NODE_ENV: "production" };
  const one = await start({ name, command, port, ready, env, cwd: folder });
  running.push(one);
  return one;
}

try {
  const service = await open("the service", program("service.ts"), "/legacy/product", "");
  const isthmus = isthmusCommand(["start", "--config", join(here, "isthmus.config.ts")]);
  const systems = {
    "Fastify + undici": await open("Fastify + undici", program("bare.ts"), "/legacy/product", service.origin),
    Isthmus: await open("Isthmus", isthmus, "/health/live", service.origin),
  };
  for (const [title, question] of Object.entries(questions)) {
    const file = requestFile(folder, String(title.length), [question]);
    const measured = new Map<string, Round[]>();
    for (const [name, { origin }] of Object.entries(systems)) {
      await load({ origin, file, connections, seconds });
      measured.set(name, []);
    }
    for (let round = 0; round < rounds; round++) {
      for (const [name, { origin, pid }] of Object.entries(systems)) {
        const before = cpuOf(pid);
        const measure = await load({ origin, file, connections, seconds });
        measured.get(name)?.push({ ...measure, cpu: cpuOf(pid) - before });
      }
    }
    console.log(`\n${title}`);
    const [bare, ours] = [...measured.values()].map(summarize);
    for (const [name, one] of [["Fastify + undici", bare] as const, ["Isthmus", ours] as const]) {
      if (one === undefined || bare === undefined) continue;
      if (one.errors > 0) throw new Error(`${name} failed ${one.errors} requests`);
      const memory = memoryOf(systems[name].pid).toFixed(0);
      console.log(
        `  ${name.padEnd(17)} ${one.perSecond.toFixed(0).padStart(7)} requests/s  ${ratio(one, bare).toFixed(2)} ×  p50 ${one.p50} ms  p99 ${one.p99} ms  ${one.cpu.toFixed(0)} µs of CPU  ${memory} MiB`,
      );
    }
  }
} finally {
  for (const one of running.toReversed()) await one.stop();
  rmSync(folder, { recursive: true, force: true });
}

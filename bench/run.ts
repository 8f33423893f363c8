// `npm run bench`: Isthmus beside a server written by hand, on the same machine, in the same run.
//   --quick  two short rounds    --peers  also other products (see peers/)      --million  memory over 1,000,000 requests
//   --on postgres,sqlite,mysql,mongodb   --only byKey,embedded,list,insert,update,heavy,memory,boot   --open  only without the policy
//   --servers "hand-written,Isthmus,Isthmus GraphQL"   --readme  the results go into the README

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { measureBoot } from "./boot.ts";
import { databases } from "./databases/databases.ts";
import { measureHeavy } from "./heavy.ts";
import { generator } from "./load/load.ts";
import { measureMemory } from "./memory.ts";
import { draws } from "./questions.ts";
import { heavyTable, memoryTable, peersTable, policyTable, throughputTable } from "./report.ts";
import { handWrittenSystem, isthmusGraphqlSystems, isthmusSystem } from "./systems.ts";
import { compare, withServers } from "./throughput.ts";
import type { Database } from "./databases/databases.ts";
import type { System } from "./systems.ts";
import type { Effort } from "./throughput.ts";

const { values: options } = parseArgs({
  options: {
    quick: { type: "boolean", default: false },
    peers: { type: "boolean", default: false },
    million: { type: "boolean", default: false },
    open: { type: "boolean", default: false },
    on: { type: "string" },
    only: { type: "string" },
    servers: { type: "string" },
    readme: { type: "boolean", default: false },
  },
});
const only = options.only?.split(",");
const wanted: Effort = {
  rounds: options.quick ? 2 : 5,
  seconds: options.quick ? 1 : 3,
  connections: 32,
  warmUp: options.quick ? { seconds: 2, requests: 1_000, atMost: 4 } : { seconds: 3, requests: 5_000, atMost: 10 },
  ...(only === undefined ? {} : { only }),
};
const on = options.on?.split(",");
const differentRequests = 20_000;
const wants = (part: string): boolean => only === undefined || only.includes(part);
const systems: readonly System[] = [handWrittenSystem, isthmusSystem, ...isthmusGraphqlSystems].filter(
  ({ name }) => options.servers === undefined || options.servers.split(",").includes(name),
);

async function bench(database: Database, peers: readonly System[], folder: string): Promise<void> {
  print(`## ${database.version}`);
  const drawn = draws(differentRequests, database);
  const effort = { ...wanted, connections: database.connections ?? wanted.connections };
  const policies = options.open ? [false] : [false, true];
  await withServers([...systems, ...peers], database, policies, folder, async (contenders) => {
    const rows = await compare(contenders, drawn, effort, folder);
    const yardstick = handWrittenSystem.name;
    if (rows.length > 0)
      print(
        "### Without a policy",
        throughputTable(
          rows.filter(({ policy }) => !policy),
          yardstick,
        ),
      );
    if (rows.some(({ policy }) => policy)) {
      print(
        "### With a policy",
        throughputTable(
          rows.filter(({ policy }) => policy),
          yardstick,
        ),
        policyTable(rows),
      );
    }
    if (peers.length > 0 && rows.length > 0) {
      const names = (of: readonly System[]) => of.map(({ name }) => name);
      print(
        "### To the peers",
        peersTable(
          rows,
          names(systems.filter((one) => one !== handWrittenSystem && one.databases.includes(database.kind))),
          names(peers),
        ),
      );
    }
    const own = contenders.filter(({ system, policy }) => !policy && systems.includes(system));
    const heavy = wants("heavy") && database.kind !== "mongodb" ? await measureHeavy(own, drawn, effort, folder) : [];
    if (heavy.length > 0) print("### A long question beside short ones", heavyTable(heavy));
    if (!wants("memory")) return;
    const memory = [];
    for (const contender of own)
      memory.push(
        await measureMemory(contender, drawn.slice(0, 4_000), options.million ? 1_000_000 : 100_000, effort, folder),
      );
    print("### Memory", memoryTable(memory));
  });
}

async function installedPeers(): Promise<readonly System[]> {
  const { installPeers, peers } = await import("./peers.ts");
  print(`Peers: ${installPeers().join(", ")}`);
  return peers;
}

const printed: string[] = [];

function print(...parts: readonly string[]): void {
  printed.push(...parts);
  console.log(`${parts.join("\n\n")}\n`);
}

/** Puts what was printed into the README, one level of headings deeper. */
function keepResults(): void {
  const file = join(import.meta.dirname, "README.md");
  const [before = "", , after = ""] = readFileSync(file, "utf8").split(/<!-- (?:results|end) -->\n/);
  const text = printed.join("\n\n").replaceAll(/^#+ /gm, (heading) => `#${heading}`);
  writeFileSync(file, `${before}<!-- results -->\n\n${text}\n\n<!-- end -->\n${after}`);
}

const folder = mkdtempSync(join(tmpdir(), "isthmus-bench-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
try {
  const machine = `${availableParallelism()} cores (${cpus()[0]?.model.trim() ?? "unknown"}), Node ${process.version}`;
  print(
    `# Bench: ${machine}, load by ${generator}, ${wanted.connections} connections, ${wanted.rounds} rounds of ${wanted.seconds} s`,
  );
  const peers = options.peers ? await installedPeers() : [];
  for (const [kind, open] of Object.entries(databases)) {
    if (on !== undefined && !on.includes(kind)) continue;
    const place = join(folder, kind);
    mkdirSync(place);
    let database: Database;
    try {
      database = await open(place);
    } catch (error) {
      print(`## ${kind} is not measured`, error instanceof Error ? error.message : String(error));
      continue;
    }
    try {
      await bench(database, kind === "postgres" ? peers : [], place);
    } finally {
      await database.close();
    }
  }
  if (wants("boot") && systems.includes(isthmusSystem)) {
    print("## Start", `1,000 tables from the lock: ${Math.round(await measureBoot(options.quick ? 3 : 5, folder))} ms`);
  }
  if (options.readme) keepResults();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

// How long Isthmus takes to start on a catalog of 1,000 tables that its lock file describes.

import { execFile } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { promisify } from "node:util";
import { freePort, start } from "./processes.ts";
import { median } from "./statistics.ts";
import { isthmusCommand } from "./systems.ts";

const run = promisify(execFile);
const tables = 1_000;

/** @returns Milliseconds from the start of the process until it answered that it is ready; of `rounds`, the middle one. */
export async function measureBoot(rounds: number, folder: string): Promise<number> {
  const home = join(folder, "thousand");
  mkdirSync(home);
  makeTables(join(home, "thousand.db"));
  const [port, adminPort] = [await freePort(), await freePort()];
  writeFileSync(
    join(home, "isthmus.config.mjs"),
    `export default ${JSON.stringify({
      sources: { main: { kind: "sqlite", options: { file: join(home, "thousand.db") } } },
      roles: { anonymous: { "*": { read: true } } },
      server: { port, admin: { port: adminPort }, store: join(home, "store.db"), logLevel: "warn" },
    })};\n`,
  );
  const config = ["--config", join(home, "isthmus.config.mjs")];
  const [program = "", ...rest] = isthmusCommand(["sync", ...config]);
  await run(program, rest, { cwd: home });
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const command = isthmusCommand(["start", ...config]);
    const running = await start({
      name: "Isthmus",
      command,
      port,
      ready: "/health/ready",
      readyPort: adminPort,
      cwd: home,
    });
    times.push(running.startedIn);
    await running.stop();
  }
  return median(times);
}

function makeTables(file: string): void {
  const database = new DatabaseSync(file);
  database.exec("BEGIN");
  for (let index = 0; index < tables; index++) {
    const parent = index === 0 ? "" : `REFERENCES table_${Math.floor(index / 3)} (id)`;
    database.exec(`CREATE TABLE table_${index} (
      id INTEGER PRIMARY KEY, parent_id INTEGER ${parent}, name TEXT NOT NULL, code TEXT UNIQUE, amount DECIMAL(10,2) NOT NULL DEFAULT 0,
      active BOOLEAN NOT NULL DEFAULT TRUE, details JSON, day DATE, created_at TIMESTAMP, note TEXT);
      CREATE INDEX table_${index}_parent ON table_${index} (parent_id)`);
  }
  database.exec("COMMIT");
  database.close();
}

// What a million rows cost that are imported and exported: rows a second, and the memory of the server meanwhile.
//
//   node bench/flow/run.ts [rows, default 1000000] [URL of an empty PostgreSQL or MySQL database, default SQLite]

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { DatabaseSync } from "node:sqlite";
import mysql from "mysql2/promise";
import pg from "pg";
import { freePort, start } from "../processes.ts";
import { isthmusCommand } from "../systems.ts";
import { memoryOf } from "../usage.ts";

const count = Number(process.argv[2] ?? 1_000_000);
const given = process.argv[3];
const table = `CREATE TABLE things (id integer PRIMARY KEY, name varchar(100) NOT NULL, price numeric(10,2) NOT NULL,
  stock integer NOT NULL, note varchar(200))`;

async function fill(url: string): Promise<void> {
  if (url.startsWith("postgres")) {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    await client.query(`DROP TABLE IF EXISTS things; ${table}`);
    await client.end();
  } else if (url.startsWith("mysql") || url.startsWith("mariadb")) {
    const connection = await mysql.createConnection(url);
    await connection.query("DROP TABLE IF EXISTS things");
    await connection.query(table);
    await connection.end();
  } else {
    const database = new DatabaseSync(url);
    database.exec(table);
    database.close();
  }
}

/** Some 110 bytes a row; every hundred-thousandth is one that the database refuses. */
function* rows(): Iterable<Buffer> {
  for (let from = 1; from <= count; from += 1_000) {
    let text = "";
    for (let id = from; id < from + 1_000 && id <= count; id++) {
      const name = id % 100_000 === 0 ? null : `thing number ${id}`;
      const row = { id, name, price: (id % 4_000) / 4, stock: id % 77, note: "n".repeat(id % 60) };
      text += `${JSON.stringify(row)}\n`;
    }
    yield Buffer.from(text);
  }
}

/** Prints how long it took, and the memory at its start, at its most, and at its end. */
async function watched(what: string, pid: number, work: () => Promise<string>): Promise<void> {
  const first = memoryOf(pid);
  let most = first;
  const half: number[] = [];
  const timer = setInterval(() => {
    const now = memoryOf(pid);
    half.push(now);
    most = Math.max(most, now);
  }, 100);
  const began = performance.now();
  const said = await work();
  clearInterval(timer);
  const seconds = (performance.now() - began) / 1_000;
  const middle = Math.max(...half.slice(0, half.length >> 1));
  const mib = (value: number): string => `${Math.round(value)} MiB`;
  console.log(
    `${what}: ${seconds.toFixed(1)} s, ${Math.round(count / seconds).toLocaleString("en")} rows/s; memory ${mib(first)} before, ` +
      `${mib(middle)} at most in the first half, ${mib(most)} in all; ${said}`,
  );
}

const folder = mkdtempSync(join(tmpdir(), "isthmus-flow-"));
const url = given ?? join(folder, "bench.db");
await fill(url);
const source = url.startsWith("postgres") ? "postgres" : given === undefined ? "sqlite" : "mysql";
writeFileSync(
  join(folder, "isthmus.config.ts"),
  `import { defineConfig, ${source} } from "isthmus";
export default defineConfig({
  sources: { shop: ${source}({ ${source === "sqlite" ? "file" : "url"}: ${JSON.stringify(url)} }) },
  roles: { anonymous: { things: { read: { export: true }, insert: true } } },
  server: { logLevel: "error" },
});`,
);
const port = await freePort();
const server = await start({
  name: "isthmus",
  command: isthmusCommand(["start", "--config", join(folder, "isthmus.config.ts"), "--port", String(port)]),
  port,
  ready: "/health/ready",
});
try {
  await watched("import", server.pid, async () => {
    const answer = await fetch(`${server.origin}/api/import/things`, {
      method: "POST",
      headers: { "content-type": "application/x-ndjson", accept: "application/x-ndjson" },
      body: Readable.toWeb(Readable.from(rows())) as ReadableStream,
      duplex: "half",
    } as RequestInit);
    const { written, refused } = JSON.parse((await answer.text()).trimEnd().split("\n").at(-1) ?? "") as {
      readonly written: number;
      readonly refused: number;
    };
    return `${written} written, ${refused} refused`;
  });
  for (const type of ["application/x-ndjson", "text/csv"])
    await watched(`export, ${type}`, server.pid, async () => {
      const answer = await fetch(`${server.origin}/api/export/things`, { headers: { accept: type } });
      let size = 0;
      for await (const part of answer.body ?? []) size += (part as Uint8Array).length;
      return `${Math.round(size / 1_000_000)} MB`;
    });
} finally {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}

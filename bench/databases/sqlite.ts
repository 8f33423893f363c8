// The SQLite file of the bench.

import { join } from "node:path";
import { fillSqlite } from "../../examples/shop/seed/fill-sqlite.ts";
import { benchSizes } from "../questions.ts";
import type { Database } from "./databases.ts";

export async function openSqlite(folder: string): Promise<Database> {
  const file = join(folder, "bench.db");
  fillSqlite(file, { sizes: benchSizes });
  const version = `SQLite ${process.versions["sqlite"] ?? ""}`;
  return { kind: "sqlite", url: file, version, sizes: benchSizes, close: async () => {} };
}

// Questions that took their time, by shape, so that the index adviser knows them in another process and after a restart.

import { createHash } from "node:crypto";
import type { DatabaseSync } from "node:sqlite";

export interface KeptShape {
  readonly source: string;
  /** Two statements as JSON text: as it was asked, and as it was authorized. No values of callers. */
  readonly asked: string;
  readonly authorized: string;
  readonly count: number;
  /** Milliseconds. */
  readonly ms: number;
  readonly worst: number;
  /** Milliseconds since 1970 of the last time. */
  readonly last: number;
}

export interface ShapeStore {
  /** Adds to what is known of each. */
  add(shapes: readonly KeptShape[]): void;
  /** Those that took most time in all come first. */
  all(): readonly KeptShape[];
}

const mostKept = 500;
/** Milliseconds after which a shape that was not asked for any more is forgotten. */
const memory = 30 * 24 * 3_600_000;
/** Characters; a statement longer than this is no question that somebody asks again and again. */
const longest = 65_536;

export function createShapeStore(database: DatabaseSync): ShapeStore {
  database.exec(`
    CREATE TABLE IF NOT EXISTS shapes (
      key TEXT PRIMARY KEY, source TEXT NOT NULL, asked TEXT NOT NULL, authorized TEXT NOT NULL,
      count INTEGER NOT NULL, ms REAL NOT NULL, worst REAL NOT NULL, last INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
  `);
  const add = database.prepare(
    `INSERT INTO shapes (key, source, asked, authorized, count, ms, worst, last) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (key) DO UPDATE SET count = count + excluded.count, ms = ms + excluded.ms,
       worst = max(worst, excluded.worst), last = max(last, excluded.last)`,
  );
  const old = database.prepare("DELETE FROM shapes WHERE last < ?");
  const least = database.prepare(
    "DELETE FROM shapes WHERE key IN (SELECT key FROM shapes ORDER BY ms DESC LIMIT -1 OFFSET ?)",
  );
  const all = database.prepare("SELECT source, asked, authorized, count, ms, worst, last FROM shapes ORDER BY ms DESC");
  return {
    add(shapes) {
      database.exec("BEGIN IMMEDIATE");
      try {
        for (const { source, asked, authorized, count, ms, worst, last } of shapes) {
          if (authorized.length > longest) continue;
          const key = createHash("sha256").update(`${source}\0${authorized}`).digest("hex");
          add.run(key, source, asked, authorized, count, ms, worst, last);
        }
        old.run(Math.max(0, ...shapes.map(({ last }) => last)) - memory);
        least.run(mostKept);
        database.exec("COMMIT");
      } catch (error) {
        database.exec("ROLLBACK");
        throw error;
      }
    },
    all: () => all.all() as unknown as readonly KeptShape[],
  };
}

// The server's own memory: an embedded SQLite file. Holds what must survive a restart and belongs to no source.

import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { Problem } from "../core/index.ts";
import { createIdempotencyStore, type IdempotencyStore } from "./idempotency.ts";
import { createShapeStore, type ShapeStore } from "./shapes.ts";

export { isShared, openUsersDatabase } from "./users-database.ts";
export { hearNodes } from "./users-nodes.ts";

export interface Store {
  readonly idempotency: IdempotencyStore;
  readonly shapes: ShapeStore;
  close(): void;
}

/**
 * @param file Path of the SQLite file, or `:memory:`.
 * @throws Problem when the file cannot be opened or written.
 */
export function openStore(file: string): Store {
  const database = open(file);
  return {
    idempotency: createIdempotencyStore(database),
    shapes: createShapeStore(database),
    close: () => database.close(),
  };
}

function open(file: string): DatabaseSync {
  try {
    if (file !== ":memory:") mkdirSync(dirname(file), { recursive: true });
    const database = new DatabaseSync(file, { timeout: 5_000 });
    // A claim must be on disk before the work starts, or a crash in between could do the work twice.
    database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;");
    return database;
  } catch (cause) {
    throw new Problem({
      code: "ISTHMUS109",
      category: "internal",
      message: `The server's store "${file}" cannot be opened: ${cause instanceof Error ? cause.message : String(cause)}`,
      cause,
    });
  }
}

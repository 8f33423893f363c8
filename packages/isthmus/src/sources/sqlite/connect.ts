// Opens a connection to the database file. The one place, beside values.ts, that imports the driver.

import path from "node:path";
import type { DatabaseSync, StatementSync } from "node:sqlite";
import { pathToFileURL } from "node:url";
import { Generations } from "../../core/index.ts";
import { registerFunctions } from "./functions.ts";
import type { SqliteSettings } from "./options.ts";

/** What a connection is for: a reader cannot write even if it is told to. */
export type Access = "read" | "write";

/** Prepared statements kept by a connection: so many that were used lately, and at most as many more. */
const keptStatements = 250;
/** Characters; longer statements are rare, and what is kept of each would fill the memory. */
const longestKept = 65_536;

/** An open connection with its prepared statements. */
export class Connection {
  readonly database: DatabaseSync;
  readonly #statements = new Generations<string, StatementSync>(keptStatements);

  constructor(database: DatabaseSync) {
    this.database = database;
  }

  /** The prepared statement of a text; its rows are arrays. Those that were not used for long are let go. */
  prepare(text: string): StatementSync {
    const kept = this.#statements.get(text);
    if (kept !== undefined) return kept;
    const statement = this.database.prepare(text);
    statement.setReturnArrays(true);
    if (text.length <= longestKept) this.#statements.set(text, statement);
    return statement;
  }

  get inTransaction(): boolean {
    return this.database.isTransaction;
  }

  close(): void {
    this.#statements.clear();
    if (this.database.isOpen) this.database.close();
  }
}

/** `busyTimeout`: milliseconds to wait for another process's lock; 0 for the server's own thread, which must not wait. */
export interface Waiting {
  readonly busyTimeout: number;
  /** Makes the file when it is not there. Default: false, so that a misspelt name does not become an empty database. */
  readonly create?: boolean;
}

/** Throws what the driver throws: a file that cannot be opened or is no database. */
export async function connect(
  settings: SqliteSettings,
  access: Access,
  waiting: Waiting = settings,
): Promise<Connection> {
  const { DatabaseSync } = await import("node:sqlite");
  const database = new DatabaseSync(locationOf(settings, waiting), {
    readOnly: settings.readOnly,
    timeout: settings.busyTimeout,
    enableForeignKeyConstraints: true,
    enableDoubleQuotedStringLiterals: false,
    allowExtension: false,
  });
  try {
    // Reading the schema version is the first access to the file: it tells a damaged or foreign file at once.
    database.exec("PRAGMA schema_version");
    if (!settings.readOnly) database.exec("PRAGMA journal_mode = WAL");
    database.exec(`PRAGMA synchronous = ${settings.synchronous === "full" ? "FULL" : "NORMAL"}`);
    database.exec(`PRAGMA cache_size = ${-1024 * settings.cacheSize}`);
    database.exec("PRAGMA temp_store = MEMORY");
    database.exec(`PRAGMA mmap_size = ${1024 * 1024 * settings.mmap}`);
    if (access === "read") database.exec("PRAGMA query_only = ON");
    database.exec(`PRAGMA busy_timeout = ${waiting.busyTimeout}`);
    database.enableDefensive(true);
    registerFunctions(database);
  } catch (thrown) {
    database.close();
    throw thrown;
  }
  return new Connection(database);
}

/** SQLite itself decides, by the mode, whether it may make the file: nothing can come in between a look and the opening. */
function locationOf({ file, readOnly }: SqliteSettings, { create }: Waiting): URL {
  const location = pathToFileURL(path.resolve(file));
  location.search = readOnly ? "mode=ro" : create === true ? "mode=rwc" : "mode=rw";
  return location;
}

// The configuration of an SQLite source, checked.

import { z } from "zod";
import { Problem } from "../../core/index.ts";

const milliseconds = z.number().int().min(1).max(3_600_000);

export const sqliteOptions = z.strictObject({
  file: z.string().min(1),
  migrations: z.string().min(1).optional(),
  readOnly: z.boolean().default(false),
  busyTimeout: milliseconds.default(2_000),
  statementTimeout: milliseconds.default(5_000),
  workers: z.number().int().min(1).max(16).default(2),
  inlineLimit: z.number().min(0).max(1_000).default(5),
  synchronous: z.enum(["full", "normal"]).default("full"),
  cacheSize: z.number().int().min(1).default(16),
  mmap: z.number().int().min(0).max(65_536).default(256),
});

/** What the configuration's user may write. */
export interface SqliteOptions {
  /** Path of the database file; it is created when it does not exist and there are migrations to fill it. */
  readonly file: string;
  /** Folder of plain-SQL migrations (`0001-products.sql`, …), applied in order when the source is opened. */
  readonly migrations?: string | undefined;
  /** Default: false. */
  readonly readOnly?: boolean | undefined;
  /** Milliseconds to wait for a lock that another process holds. Default: 2,000. */
  readonly busyTimeout?: number | undefined;
  /** Milliseconds a statement may run. Default: 5,000. */
  readonly statementTimeout?: number | undefined;
  /** Most reader processes for heavy reads; each is started when it is first needed. Default: 2. */
  readonly workers?: number | undefined;
  /** Reads that are known to take longer than this many milliseconds run in a reader process. Default: 5. */
  readonly inlineLimit?: number | undefined;
  /**
   * `full`: an acknowledged write survives a power loss; `normal`: it survives the end of every process, `kill -9`
   * included, but not a power loss. Default: `full`; group commit keeps it cheap.
   */
  readonly synchronous?: "full" | "normal" | undefined;
  /** Page cache of each connection, in MiB. Default: 16. */
  readonly cacheSize?: number | undefined;
  /**
   * MiB at the beginning of the file that are read through the memory of the operating system (https://sqlite.org/mmap.html)
   * instead of by calls; 0 turns that off, as a network drive or a failing disk may need: there an error of reading ends the
   * process. Default: 256.
   */
  readonly mmap?: number | undefined;
}

export type SqliteSettings = z.infer<typeof sqliteOptions>;

/** Throws a Problem that names the option, what was found and what was expected. */
export function readOptions(name: string, options: unknown): SqliteSettings {
  const parsed = sqliteOptions.safeParse(options);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map((issue) => `${["sources", name, ...issue.path].join(".")}: ${issue.message}`);
  throw new Problem({
    code: "ISTHMUS_CONFIG",
    category: "invalid",
    message: `The options of source "${name}" are not valid`,
    details: faults.join("; "),
    cause: parsed.error,
  });
}

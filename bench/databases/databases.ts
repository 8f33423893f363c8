// The databases of the bench, filled with the example shop's rows.

import { openMariadb } from "./mariadb.ts";
import { openMongodb } from "./mongodb.ts";
import { openPostgres } from "./postgres.ts";
import { openSqlite } from "./sqlite.ts";
import type { Sizes } from "../../examples/shop/seed/sizes.ts";

export interface Database {
  readonly kind: Kind;
  /** URL, or path of the file. */
  readonly url: string;
  /** Also what is to be known of it. */
  readonly version: string;
  readonly sizes: Sizes;
  /** Most connections of the load, where it cannot answer many. */
  readonly connections?: number;
  /** What the record of a number goes by. Default: the number. */
  readonly idOf?: (number: number) => string;
  close(): Promise<void>;
}

export type Kind = "postgres" | "sqlite" | "mysql" | "mongodb";

/** Each rejects where there is no such server to be had, and says why. */
export const databases: Readonly<Record<Kind, (folder: string) => Promise<Database>>> = {
  postgres: openPostgres,
  sqlite: openSqlite,
  mysql: openMariadb,
  mongodb: openMongodb,
};

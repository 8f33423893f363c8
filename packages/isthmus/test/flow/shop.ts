// A table to import into and export from, the same on three databases, and who may do it.

import type { Configuration } from "../../src/core/index.ts";
import { createHash } from "node:crypto";

const types = { sqlite: "text", postgres: "text", mysql: "varchar(200)" } as const;

export type Sql = keyof typeof types;

export const databases: readonly Sql[] = ["sqlite", "postgres", "mysql"];

export function schema(database: Sql): string {
  const text = types[database];
  return `
    create table makers (id integer primary key, name ${text} not null);
    create table things (
      id integer primary key,
      name ${text} not null,
      price numeric(10,2) not null default 1,
      owner ${text},
      maker_id integer references makers (id),
      check (price >= 0)
    );
    insert into makers (id, name) values (1, 'one');
  `;
}

const keyOf = (id: string): string => `isk_${id}_${"0123456789abcdef".repeat(4)}`;

export const configuration: Omit<Configuration, "sources" | "server"> = {
  roles: {
    anonymous: { makers: { read: true } },
    loader: {
      things: { read: { export: true }, insert: true, update: true },
      makers: { read: { fields: ["id"], export: true }, insert: true },
    },
    owner: {
      things: {
        read: { where: { owner: "me" }, fields: ["id", "name", "owner"], export: true, maxRows: 3 },
        insert: { fields: ["id", "name", "price"], set: { owner: "me" }, check: { price: { lt: 100 } } },
      },
    },
    reader: { things: { read: true } },
    mixed: {
      extends: ["reader", "owner"],
    },
  },
  auth: {
    apiKeys: ["loader", "owner", "reader", "mixed"].map((id) => ({
      id,
      hash: `sha256:${createHash("sha256").update(keyOf(id)).digest("hex")}`,
      roles: [id],
    })),
  },
};

export function as(id: string): Record<string, string> {
  return { "x-api-key": keyOf(id) };
}

import { expect, test } from "vitest";
import { call, database, open, write } from "./testing/kit.ts";

test("a broken unique constraint is named as PostgreSQL names it, or by its index", async () => {
  using fixture = database(
    `CREATE TABLE tags (id INTEGER PRIMARY KEY, label TEXT UNIQUE, a INT, b INT); CREATE UNIQUE INDEX one_pair ON tags (a, b);
     CREATE TABLE pairs (x INT, y INT, PRIMARY KEY (x, y)) WITHOUT ROWID; INSERT INTO tags VALUES (1, 'l', 2, 3); INSERT INTO pairs VALUES (1, 2)`,
  );
  const source = await open(fixture.file);
  const refusal = (sql: string) => source.execute(write(sql), call()).catch((problem: unknown) => problem);
  const told = (name: string, columns: string) => ({
    code: "23505",
    message: `duplicate key value violates unique constraint "${name}"`,
    details: `Key (${columns}) already exists.`,
  });
  expect(await refusal("INSERT INTO tags (id) VALUES (1) RETURNING id AS key")).toMatchObject(told("tags_pkey", "id"));
  expect(await refusal("INSERT INTO tags (label) VALUES ('l') RETURNING id AS key")).toMatchObject(
    told("tags_label_key", "label"),
  );
  expect(await refusal("INSERT INTO tags (a, b) VALUES (2, 3) RETURNING id AS key")).toMatchObject(
    told("one_pair", "a, b"),
  );
  expect(await refusal("INSERT INTO pairs VALUES (1, 2) RETURNING x AS key")).toMatchObject(told("pairs_pkey", "x, y"));
  await source.close();
});

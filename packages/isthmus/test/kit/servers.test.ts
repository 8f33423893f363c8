import mysql from "mysql2/promise";
import pg from "pg";
import { expect, test } from "vitest";
import { createTestDatabase, createTestMysql } from "./servers.ts";

test("every call gives an empty database of its own, which drop removes although someone is connected", async () => {
  const [one, other] = await Promise.all([createTestDatabase(), createTestDatabase()]);
  expect(one.url).not.toBe(other.url);
  const client = new pg.Client({ connectionString: one.url });
  client.on("error", () => {});
  await client.connect();
  const { rows } = await client.query(
    "select count(*)::int as tables from information_schema.tables where table_schema = 'public'",
  );
  expect(rows).toEqual([{ tables: 0 }]);
  const sorted = await client.query(
    "select string_agg(c, '' order by c) as text from unnest(array['b','A','ä','a','B']) c",
  );
  expect(sorted.rows[0]).toEqual({ text: "ABabä" });
  await Promise.all([one.drop(), other.drop()]);
  await expect(new pg.Client({ connectionString: one.url }).connect()).rejects.toThrow(/does not exist/);
});

test("the same of MariaDB, whose texts are sorted and told apart by their characters' numbers", async () => {
  const one = await createTestMysql();
  const client = await mysql.createConnection(one.url);
  await client.query("create table letters (c varchar(5))");
  await client.query("insert into letters values ('b'), ('A'), ('ä'), ('a'), ('B')");
  const [rows] = await client.query<mysql.RowDataPacket[]>(
    "select group_concat(c order by c separator '') as text, sum(c = 'a') as same from letters",
  );
  expect(rows).toEqual([{ text: "ABabä", same: "1" }]);
  await client.end();
  await one.drop();
  await expect(mysql.createConnection(one.url)).rejects.toThrow(/Unknown database/);
});

import { expect, test } from "vitest";
import { openEngine } from "../../../test/kit/open-engine.ts";
import { principals } from "../../../test/golden/roles.ts";

/** x'00' to x'02' are JSONB for null, true and false; x'1331' is for the number 1. */
const schema = `CREATE TABLE odd (id INTEGER PRIMARY KEY, word TEXT, n INTEGER, at TIMESTAMP, amount DECIMAL(8,2), state TEXT CHECK (state IN ('a')) , document JSON);
  INSERT INTO odd VALUES (1, x'01', x'1331', x'00', x'02', 'a', x'1331'), (2, 'b', 7, '2024-01-02 03:04:05', 1.5, NULL, '[1]');
  CREATE TABLE firm (id INTEGER PRIMARY KEY, word TEXT) STRICT; INSERT INTO firm VALUES (1, 'true');`;

test("bytes that look like JSONB are answered as bytes, save in a column of JSON", async () => {
  const opened = await openEngine("sqlite", schema, { staff: { "*": { read: true } } });
  const answer = async (target: string): Promise<unknown> =>
    JSON.parse((await opened.ask(target, principals.staff)).body?.toString() ?? "");
  expect(await answer("/odd?order=id")).toEqual([
    { id: 1, word: "\\x01", n: "\\x1331", at: "\\x00", amount: "\\x02", state: "a", document: 1 },
    { id: 2, word: "b", n: 7, at: "2024-01-02T03:04:05", amount: 1.5, state: null, document: [1] },
  ]);
  expect(await answer("/firm")).toEqual([{ id: 1, word: "true" }]);
  await opened.close();
});

test("a table that stands for ten thousand rows is looked at from both ends", async () => {
  const many = `CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b TEXT);
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000) INSERT INTO t SELECT i, 'a', 'b' FROM n;
    UPDATE t SET a = x'01' WHERE id = 10000;`;
  const opened = await openEngine("sqlite", many, {});
  const types = [...(opened.catalog.resources.get("t")?.fields.values() ?? [])].map(({ type }) => type.holdsBytes);
  expect(types).toEqual([undefined, true, undefined]);
  await opened.close();
});

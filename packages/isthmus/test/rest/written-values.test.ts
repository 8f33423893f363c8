// Values that a database would not take, or SQLite would take and PostgreSQL not: the same refusal on both.

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { databases, openEngine, type OpenEngine } from "../kit/open-engine.ts";
import { principals } from "../golden/roles.ts";

const roles = { staff: { "*": { read: true, insert: true, update: true, delete: true } } };
const columns = "id varchar(20) primary key, price int, twice int generated always as (price * 2) stored";
const schema = `CREATE TABLE things (${columns});
  CREATE TABLE pairs (a varchar(20), b varchar(20), n int, primary key (a, b));
  CREATE TABLE made (id varchar(20) DEFAULT 'made' PRIMARY KEY, n int);
  INSERT INTO things (id, price) VALUES ('x', 1); INSERT INTO pairs VALUES ('a', 'b', 1);`;

describe.each(databases)("on %s", (database) => {
  let opened: OpenEngine;
  beforeAll(async () => {
    opened = await openEngine(database, schema, roles);
  });
  afterAll(() => opened?.close());

  const send = async (method: string, target: string, body: unknown, prefer = "return=minimal") => {
    const headers = { "Content-Type": "application/json", Prefer: prefer };
    const reply = await opened.ask(target, principals.staff, { method, headers, body: JSON.stringify(body) });
    const text = reply.body?.toString() ?? "";
    return `${reply.status} ${text === "" ? "" : (JSON.parse(text) as { readonly code?: string }).code}`.trim();
  };
  const rows = async (resource: string): Promise<unknown> =>
    JSON.parse((await opened.ask(`/${resource}?select=n`, principals.staff)).body?.toString() ?? "");

  it("a key is never null, whichever way it is left out", async () => {
    for (const body of [
      { id: null },
      {},
      { price: 3 },
      [{ id: "ok" }, { id: null }],
      [{ price: 1 }, { price: 2 }],
      [{}],
    ])
      expect([body, await send("POST", "/things", body)]).toEqual([body, "400 23502"]);
    expect(await send("POST", "/things?on_conflict=id", { id: null, price: 5 }, "resolution=merge-duplicates")).toBe(
      "400 23502",
    );
    expect(await send("POST", "/pairs", { a: "c" })).toBe("400 23502");
    expect(await send("PATCH", "/things?id=eq.x", { id: null })).toBe("400 23502");
    expect(await send("POST", "/things", { id: "y", price: 3 })).toBe("201");
    expect(await send("PATCH", "/things?id=eq.y", { id: "z" })).toBe("204");
    expect(await rows("pairs")).toEqual([{ n: 1 }]);
  });

  it("a key with a default is filled where it is left out, and refused where it is null", async () => {
    expect(await send("POST", "/made", { n: 1 })).toBe("201");
    expect(await send("POST", "/made", { id: null, n: 2 })).toBe("400 23502");
    expect(await rows("made")).toEqual([{ n: 1 }]);
  });

  it("a generated field is refused as PostgreSQL refuses it", async () => {
    expect(await send("POST", "/things", { id: "g", twice: 4 })).toBe("400 428C9");
    expect(await send("POST", "/things", [{ id: "g", twice: 4 }])).toBe("400 428C9");
    expect(await send("PATCH", "/things?id=eq.x", { twice: 4 })).toBe("400 428C9");
  });
});

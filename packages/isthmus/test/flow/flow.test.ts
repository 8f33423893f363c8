// Imports and exports over HTTP, on each of the databases that have them.

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openServer, type OpenServer } from "../kit/open-server.ts";
import { as, configuration, databases, schema } from "./shop.ts";

interface Ended {
  readonly rows: number;
  readonly written: number;
  readonly refused: number;
  readonly line: number;
  readonly done: true;
  readonly code?: string;
  readonly message?: string;
  readonly refusals: readonly { readonly line: number; readonly code: string; readonly message: string }[];
}

describe.each(databases)("imports and exports on %s", (database) => {
  let server: OpenServer;
  beforeAll(async () => {
    server = await openServer(database, schema(database), configuration);
  });
  afterAll(() => server?.close());

  async function send(
    path: string,
    body: string | Uint8Array<ArrayBuffer>,
    headers: Record<string, string> = {},
    role = "loader",
  ): Promise<{ readonly status: number; readonly ended: Ended }> {
    const answer = await fetch(server.api + path, {
      method: "POST",
      body,
      headers: { "content-type": "application/x-ndjson", ...as(role), ...headers },
    });
    return { status: answer.status, ended: (await answer.json()) as Ended };
  }
  const lines = (rows: readonly object[]): string => rows.map((row) => `${JSON.stringify(row)}\n`).join("");
  const get = async (path: string, headers: Record<string, string> = {}): Promise<string> => {
    const answer = await fetch(server.api + path, { headers: { ...as("loader"), ...headers } });
    return answer.text();
  };

  it("writes every row but those at fault, and names each of these", async () => {
    const rows = Array.from({ length: 2_500 }, (_, at) => ({ id: at + 1, name: `n${at + 1}`, price: 2 }));
    const text = rows.map((row) => {
      if (row.id === 700) return `{"id":700,"name":"x","price":-1}\n`;
      if (row.id === 1_001) return `{"id":1001,"name"\n`;
      if (row.id === 1_500) return `{"id":1500,"name":null,"price":1}\n`;
      if (row.id === 2_400) return `{"id":1,"name":"again","price":1}\n`;
      if (row.id === 2_500) return `{"id":2500,"name":"no such maker","maker_id":77}\n`;
      return `${JSON.stringify(row)}\n`;
    });
    const { status, ended } = await send("/import/things", text.join(""));
    expect(status).toBe(200);
    expect(ended).toMatchObject({ rows: 2_500, written: 2_495, refused: 5, line: 2_500, done: true });
    expect(ended.refusals.map(({ line, code }) => [line, code])).toEqual([
      [700, "23514"],
      [1_001, "PGRST102"],
      [1_500, "23502"],
      [2_400, "23505"],
      [2_500, "23503"],
    ]);
    expect(JSON.parse(await get("/things?select=id&id=in.(699,700,701,1500,2400,2499,2500)&order=id"))).toEqual([
      { id: 699 },
      { id: 701 },
      { id: 2_499 },
    ]);
  });

  it("gives them out again in pages, in the order asked for, as lines and as CSV", async () => {
    const given = await get("/export/things?select=id,name&order=id.desc&id=lte.2400");
    const ids = given
      .trimEnd()
      .split("\n")
      .map((line) => (JSON.parse(line) as { id: number }).id);
    expect(ids).toHaveLength(2_396);
    expect(ids[0]).toBe(2_399);
    expect(ids).toEqual(ids.toSorted((a, b) => b - a));
    const csv = await get("/export/things?select=id,name,owner&id=lte.1200&limit=1100", { accept: "text/csv" });
    const table = csv.trimEnd().split("\n");
    expect(table[0]).toBe("id,name,owner");
    expect(table).toHaveLength(1_101);
    expect(table[1]).toBe("1,n1,");
    expect(table.filter((line) => line.startsWith("id,"))).toHaveLength(1);
  });

  it("takes CSV with breaks inside of values, tells nothing from the empty text, and leaves out what it is asked to", async () => {
    const csv = 'id,name,owner\r\n5001,"a ""b"",\nc",\r\n5002,"",x\r\n5003,NULL,x\r\n5004,plain\r\n5001,twice,y\r\n';
    const { ended } = await send("/import/things", csv, {
      "content-type": "text/csv",
      prefer: "resolution=ignore-duplicates",
    });
    expect(ended).toMatchObject({ rows: 5, written: 2, refused: 2 });
    expect(ended.refusals.map(({ line, code }) => [line, code])).toEqual([
      [5, "23502"],
      [6, "PGRST102"],
    ]);
    expect(JSON.parse(await get("/things?select=id,name,owner&id=gt.5000&order=id"))).toEqual([
      { id: 5_001, name: 'a "b",\nc', owner: null },
      { id: 5_002, name: "", owner: "x" },
    ]);
  });

  it("merges, with rows of several shapes in one chunk, each with its own fields alone", async () => {
    await send("/import/things", lines([{ id: 6_001, name: "a", owner: "o" }]));
    const { ended } = await send(
      "/import/things",
      lines([
        { id: 6_001, name: "b" },
        { id: 6_002, name: "c", owner: "p" },
        { id: 6_001, name: "d" },
      ]),
      { prefer: "resolution=merge-duplicates" },
    );
    expect(ended).toMatchObject({ rows: 3, refused: 0 });
    expect(JSON.parse(await get("/things?select=id,name,owner&id=gt.6000&order=id"))).toEqual([
      { id: 6_001, name: "d", owner: "o" },
      { id: 6_002, name: "c", owner: "p" },
    ]);
  });

  it("tells its progress in lines, the last of which has the totals", async () => {
    const rows = Array.from({ length: 3_000 }, (_, at) => ({ id: at + 10_001, name: "p" }));
    const answer = await fetch(`${server.api}/import/things`, {
      method: "POST",
      body: lines(rows),
      headers: { "content-type": "application/x-ndjson", accept: "application/x-ndjson", ...as("loader") },
    });
    expect(answer.headers.get("content-type")).toBe("application/x-ndjson; charset=utf-8");
    const told = (await answer.text())
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as Ended);
    expect(told.length).toBeGreaterThanOrEqual(4);
    expect(told.slice(0, -1).every(({ written, line }) => written === line)).toBe(true);
    expect(told.at(-1)).toMatchObject({ rows: 3_000, written: 3_000, refused: 0, done: true, refusals: [] });
  });

  it("is tried without a trace where it is to be rolled back", async () => {
    const { ended } = await send(
      "/import/things",
      lines([
        { id: 7_001, name: "a" },
        { id: 1, name: "b" },
      ]),
      {
        prefer: "tx=rollback",
      },
    );
    expect(ended.refusals.map(({ line, code }) => [line, code])).toEqual([[2, "23505"]]);
    expect(await get("/things?id=eq.7001")).toBe("[]");
  });

  it("ends at the refusals it was told to put up with, and says how far it has come", async () => {
    const rows = [
      { id: 8_001, name: "a" },
      { id: 1, name: "b" },
      { id: 8_002, name: "c" },
    ];
    const { status, ended } = await send("/import/things?refused=0", lines(rows));
    expect(status).toBe(400);
    expect(ended).toMatchObject({ code: "ISTHMUS141", rows: 1, written: 1, refused: 0, line: 1 });
    expect(JSON.parse(await get("/things?select=id&id=gt.8000&id=lt.9000"))).toEqual([{ id: 8_001 }]);
  });

  it("holds every row to the policy: presets, checks, fields", async () => {
    const rows = [
      { id: 9_001, name: "a", price: 5 },
      { id: 9_002, name: "b", price: 500 },
    ];
    const { ended } = await send("/import/things", `${lines(rows)}{"id":9003,"name":"c","owner":"you"}\n`, {}, "owner");
    expect(ended.refusals.map(({ line, code }) => [line, code])).toEqual([
      [2, "42501"],
      [3, expect.stringMatching(/42501|PGRST204/)],
    ]);
    expect(JSON.parse(await get("/things?select=id,owner&id=gt.9000&id=lt.9999"))).toEqual([
      { id: 9_001, owner: "me" },
    ]);
  });

  it("is not begun for who may not write, or for a first row that cannot be", async () => {
    expect((await send("/import/things", lines([{ id: 1, name: "x" }]), {}, "reader")).status).toBe(403);
    expect((await send("/import/nothing", lines([{ id: 1 }]))).status).toBe(404);
    expect((await send("/import/things", lines([{ id: 1, nmae: "x" }]))).ended).toMatchObject({ code: "PGRST204" });
    expect((await send("/import/things", "\u0000\u0001", {})).status).toBe(400);
    expect((await send("/import/things", lines([{ id: 1 }]), { "content-type": "application/json" })).status).toBe(415);
    expect((await send("/import/things?select=id", lines([{ id: 1 }]))).ended).toMatchObject({ code: "ISTHMUS140" });
    expect((await send("/import/things", lines([{ id: 1 }]), { "idempotency-key": "k" })).status).toBe(400);
    expect((await send("/import/things", lines([{ id: 7_500, name: "a", makers: { id: 9, name: "b" } }]))).status).toBe(
      400,
    );
  });

  it("gives out nothing but what the grants that allow it show, and all of that", async () => {
    const rows = Array.from({ length: 10 }, (_, at) => ({ id: at + 20_001, name: "mine", price: 1 }));
    await send("/import/things", lines(rows), {}, "owner");
    const asked = "/export/things?select=id,owner&id=gt.20000";
    const mine = (await get(asked, as("owner"))).trimEnd().split("\n");
    expect(mine).toHaveLength(10);
    expect((await get(asked, as("mixed"))).trimEnd().split("\n")).toEqual(mine);
    expect(JSON.parse(await get("/export/things", as("reader")))).toMatchObject({ code: "ISTHMUS203" });
    expect(JSON.parse(await get("/export/things?select=price", as("mixed")))).toMatchObject({ code: "42703" });
    const embedded = "/export/things?select=id,makers(name)&limit=1";
    expect(JSON.parse(await get(embedded, as("loader")))).toHaveProperty("code");
    expect(JSON.parse(await get("/export/things?select=id,makers(id)&limit=1"))).toEqual({ id: 1, makers: null });
  });

  it("answers what no export can be", async () => {
    expect(JSON.parse(await get("/export/things?offset=3"))).toMatchObject({ code: "ISTHMUS140" });
    expect(JSON.parse(await get("/export/things?select=count()"))).toHaveProperty("code");
    expect(JSON.parse(await get("/export/things", { accept: "application/json" }))).toMatchObject({ code: "PGRST107" });
    expect(await get("/export/things?id=lt.0")).toBe("");
    expect(await get("/export/things?select=id&limit=0", { accept: "text/csv" })).toBe("id\n");
  });

  it("stands beside batches, nested and bulk changes, which are done together or not at all", async () => {
    const change = async (method: string, path: string, value: unknown, more: Record<string, string> = {}) => {
      const headers = { "content-type": "application/json", ...as("loader"), ...more };
      const answer = await fetch(server.api + path, { method, headers, body: JSON.stringify(value) });
      return { status: answer.status, text: await answer.text() };
    };
    const operations = (second: object) => [
      { id: "a", method: "POST", path: "/things", body: { id: 30_001, name: "batch" } },
      { method: "PATCH", path: "/things?id=eq.30001", body: { name: "changed" } },
      { method: "POST", path: "/things", body: second },
    ];
    expect((await change("POST", "/batch", { operations: operations({ id: 1, name: "twice" }) })).status).toBe(409);
    expect(await get("/things?id=eq.30001")).toBe("[]");
    expect((await change("POST", "/batch", { operations: operations({ id: 30_002, name: "b" }) })).status).toBe(200);
    const bulk = [
      { id: 30_001, name: "one" },
      { id: 30_002, name: "two" },
    ];
    expect((await change("PATCH", "/things", bulk)).status).toBe(204);
    expect(JSON.parse(await get("/things?select=id,name&id=gt.30000&order=id"))).toEqual(bulk);
    const parts = [
      { id: 31_001, name: "part" },
      { id: 1, name: "twice" },
    ];
    const maker = { id: 2, name: "two", things: parts };
    expect((await change("POST", "/makers", maker)).status).toBe(409);
    expect(await get("/makers?id=eq.2")).toBe("[]");
    expect((await change("POST", "/makers", { ...maker, things: parts.slice(0, 1) })).status).toBe(201);
    expect(JSON.parse(await get("/things?select=id,maker_id&id=eq.31001"))).toEqual([{ id: 31_001, maker_id: 2 }]);
  });
});

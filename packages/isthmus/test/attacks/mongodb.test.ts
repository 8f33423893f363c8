// Values that MongoDB or its driver might take for something else than data.

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openMongodbEngine } from "../kit/open-mongodb.ts";
import type { OpenEngine } from "../kit/open-engine.ts";

const seed = `CREATE TABLE docs (id INTEGER PRIMARY KEY, name TEXT, data JSON);
INSERT INTO docs VALUES (1, 'a', '{"k": 1}'), (2, 'b', '{"k": 2}');`;
const staff = { kind: "user", id: "s", roles: ["staff"], claims: {} } as const;
const json = { "Content-Type": "application/json", Prefer: "return=representation" };

describe("a document of a caller's", () => {
  let opened: OpenEngine;
  beforeAll(async () => {
    opened = await openMongodbEngine(seed, { staff: { docs: { read: true, insert: true, update: true } } });
  });
  afterAll(() => opened?.close());

  const disguised = [
    '{"_bsontype":"ObjectId","$where":"1"}',
    '{"_bsontype":"Binary"}',
    '{"_bsontype":"x","toString":1,"valueOf":2}',
    '{"a":[{"_bsontype":"Long","low":1,"high":0}]}',
    '{"_bsontype":1}',
  ];
  it.each([...disguised, '{"$where":"1"}', '{"a":[{"$gt":""}]}', '{"a.b":1}'])(
    "%s is neither written nor compared with, and the refusal is the caller's fault",
    async (data) => {
      const replies = [
        await opened.ask("/docs", staff, { method: "POST", headers: json, body: `{"id":9,"data":${data}}` }),
        await opened.ask("/docs?id=eq.1", staff, { method: "PATCH", headers: json, body: `{"data":${data}}` }),
        await opened.ask(`/docs?data=eq.${encodeURIComponent(data)}`, staff),
      ];
      for (const { status, body } of replies) {
        expect(status, String(body)).toBe(400);
        expect(JSON.parse(String(body))).toMatchObject({ code: "22P02" });
      }
    },
  );

  it("is a text where a text is compared, and no operator", async () => {
    for (const filter of ["name=eq.", "name=in.", "name=like."]) {
      const { status, body } = await opened.ask(
        `/docs?${filter}${encodeURIComponent(filter.includes("in.") ? '("{\\"$ne\\":null}")' : '{"$ne":null}')}`,
        staff,
      );
      expect([status, body]).toEqual([200, "[]"]);
    }
  });

  it("changes no object's prototype", async () => {
    const data = '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}';
    const { status } = await opened.ask("/docs", staff, {
      method: "POST",
      headers: json,
      body: `{"id":10,"data":${data}}`,
    });
    expect(status).toBe(201);
    const { body } = await opened.ask("/docs?id=eq.10&select=data", staff);
    expect(body).toBe(`[{"data":${data}}]`);
    expect(({} as { readonly polluted?: unknown }).polluted).toBeUndefined();
  });
});

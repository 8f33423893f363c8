// Columns whose dates and times other programs have spelled in their own ways.

import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import { engineOver } from "../../../test/kit/open-engine.ts";
import type { Principal, Source } from "../../core/index.ts";
import { spell, spellingOf, type Sample } from "./spelling.ts";
import { database, open } from "./testing/kit.ts";

const texts = (...all: string[]): Sample[] => all.map((text) => ({ kind: "text", text }));
const integers = (...all: number[]): Sample[] => all.map((one) => ({ kind: "integer", text: String(one) }));

test.each<[readonly Sample[], string]>([
  [[], "YYYY-MM-DD HH:MM:SS"],
  [texts("2026-03-01 10:00:00", "2026-03-01 10:00:00.5"), "YYYY-MM-DD HH:MM:SS"],
  [texts("2026-03-01T10:00:00"), "YYYY-MM-DDTHH:MM:SS"],
  [texts("2026-03-01T10:00:00Z"), "YYYY-MM-DDTHH:MM:SSZ"],
  [texts("2026-03-01T10:00:00.120Z", "2026-03-01T10:00:00.000Z"), "YYYY-MM-DDTHH:MM:SS.mmmZ"],
  [texts("2026-03-01 10:00:00.123456+00:00"), "YYYY-MM-DD HH:MM:SS.mmmmmm+00:00"],
  [texts("2026-03-01T10:00:00Z", "2026-03-01T10:00:00.5Z"), "mixed"],
  [texts("2026-03-01T10:00:00", "2026-03-01 10:00:00"), "mixed"],
  [texts("2026-03-01 10:00:00", "2026-03-01 10:00:00.50"), "mixed"],
  [texts("2026-03-01 10:00:00", "yesterday"), "mixed"],
  [texts("2026-03-01T10:00:00+02:00"), "mixed"],
  [integers(0, 1_772_359_200), "seconds"],
  [integers(0, 1_772_359_200_000), "milliseconds"],
  [integers(1_772_359_200, 1_772_359_200_000), "mixed"],
  [[...texts("2026-03-01 10:00:00"), ...integers(5)], "mixed"],
])("of timestamps %j the spelling is %s", (values, spelling) => {
  expect(spellingOf(values, "timestamp")).toBe(spelling);
});

test.each([
  ["2026-03-01 10:00:00.25", "YYYY-MM-DDTHH:MM:SS", "2026-03-01T10:00:00.25"],
  ["2026-03-01 10:00:00", "YYYY-MM-DDTHH:MM:SS.mmmZ", "2026-03-01T10:00:00.000Z"],
  ["2026-12-31 23:59:59.9996", "YYYY-MM-DD HH:MM:SS.mmm", "2027-01-01 00:00:00.000"],
  ["2026-03-01 10:00:00.5", "YYYY-MM-DDTHH:MM:SSZ", "2026-03-01T10:00:01Z"],
  ["2026-03-01 10:00:00", "seconds", 1_772_359_200],
  ["2026-03-01 10:00:00.5", "milliseconds", 1_772_359_200_500],
  ["2026-03-01 10:00:00", "mixed", "2026-03-01 10:00:00"],
])("%s is written as %s has it", (time, stored, written) => {
  expect(spell(time, stored)).toBe(written);
});

const reader: Principal = { kind: "user", id: "1", roles: ["reader"], claims: {} };

test.each([
  ["space", "'2026-03-01 10:00:00'", "'2026-03-01 09:00:00'", true],
  ["T", "'2026-03-01T10:00:00'", "'2026-03-01T09:00:00'", true],
  ["Z and milliseconds", "'2026-03-01T10:00:00.000Z'", "'2026-03-01T09:00:00.000Z'", true],
  ["seconds", "1772359200", "1772355600", true],
  ["milliseconds", "1772359200000", "1772355600000", true],
  ["mixed", "'2026-03-01T10:00:00Z'", "'2026-03-01 09:00:00'", false],
])("rows spelled with %s are filtered, ordered, written and answered alike", async (_name, ten, nine, indexed) => {
  using fixture = database(
    `CREATE TABLE logs (id INTEGER PRIMARY KEY, at DATETIME); CREATE INDEX logs_at ON logs (at); INSERT INTO logs VALUES (1, ${ten}), (2, ${nine}), (3, NULL)`,
  );
  const source = await open(fixture.file);
  const engine = await engineOver(
    source as Source,
    { reader: { logs: { read: { aggregate: true }, insert: true } } },
    () => Promise.resolve(),
  );
  const ask = async (target: string, body?: string) =>
    JSON.parse(
      String(
        (
          await engine.ask(
            target,
            reader,
            body === undefined
              ? {}
              : {
                  method: "POST",
                  headers: { prefer: "return=representation", "content-type": "application/json" },
                  body,
                },
          )
        ).body,
      ),
    ) as unknown;
  expect(await ask("/logs?select=at&id=eq.1")).toEqual([{ at: "2026-03-01T10:00:00" }]);
  expect(await ask("/logs?select=id&at=eq.2026-03-01T10:00:00")).toEqual([{ id: 1 }]);
  expect(await ask("/logs?select=id&at=lt.2026-03-01 09:30:00")).toEqual([{ id: 2 }]);
  expect(await ask('/logs?select=id&at=in.("2026-03-01 10:00:00","2026-03-01T09:00:00Z")&order=at')).toEqual([
    { id: 2 },
    { id: 1 },
  ]);
  expect(await ask("/logs", '{"id":4,"at":"2026-03-01T09:30:00"}')).toEqual([{ id: 4, at: "2026-03-01T09:30:00" }]);
  expect(await ask("/logs?select=id&at=not.is.null&order=at.desc")).toEqual([{ id: 1 }, { id: 4 }, { id: 2 }]);
  expect(await ask("/logs?select=at.max()")).toEqual([{ max: "2026-03-01T10:00:00" }]);
  const [resource] = (await source.introspect(AbortSignal.timeout(5_000))).resources;
  expect(resource?.fields[1]?.type.stored === "mixed").toBe(!indexed);
  await engine.close();
});

test("an empty column is spelled as its default; a default unlike the rows makes it mixed", async () => {
  using fixture = database(
    `CREATE TABLE a (at DATETIME DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')));
     CREATE TABLE b (at DATETIME DEFAULT CURRENT_TIMESTAMP);
     CREATE TABLE c (at DATETIME DEFAULT CURRENT_TIMESTAMP)`,
  );
  const other = new DatabaseSync(fixture.file);
  other.exec("INSERT INTO c VALUES ('2026-03-01T10:00:00Z')");
  other.close();
  const source = await open(fixture.file);
  const { resources } = await source.introspect(AbortSignal.timeout(5_000));
  expect(resources.map(({ fields }) => fields[0]?.type.stored)).toEqual([
    "YYYY-MM-DDTHH:MM:SS.mmmZ",
    undefined,
    "mixed",
  ]);
  await source.close();
});

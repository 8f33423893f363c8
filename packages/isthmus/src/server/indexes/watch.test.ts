import { afterEach, beforeEach, expect, it } from "vitest";
import { openEngine, type OpenEngine } from "../../../test/kit/open-engine.ts";
import type { Observation, Principal, Source } from "../../core/index.ts";
import { createPrepare, createShapes, createViews } from "../../engine/index.ts";
import { openStore, type Store } from "../../store/index.ts";
import { watchIndexes } from "./watch.ts";

const roles = { reader: { notes: { read: true } } };
const reader: Principal = { kind: "user", id: "1", roles: ["reader"], claims: {} };
let engine: OpenEngine;
let store: Store;

beforeEach(async () => {
  engine = await openEngine("sqlite", "create table notes (id integer primary key, owner text); ", roles);
  store = openStore(":memory:");
});
afterEach(async () => {
  store.close();
  await engine.close();
});

/** As if the question had taken so long. */
function ask(shapes: ReturnType<typeof createShapes>, query: string, ms: number): void {
  const view = createViews(engine.catalog, engine.policies).of(reader);
  const request = { id: "", method: "GET", path: "/notes", query, headers: {}, body: "", base: "" };
  const prepare = createPrepare(engine.catalog, new Map([["shop", engine.source]]), { rows: 1_000, depth: 6 });
  shapes.note(engine.face.parse(request, view.catalog), view, prepare, [
    ["parse", 0.1],
    ["execute", ms],
  ]);
}

it("a missing index that has cost more than a second in all is a line in the log, once; what is quick is not noted at all", async () => {
  const shapes = createShapes();
  const observed: Observation[] = [];
  const watch = watchIndexes({
    shapes,
    store: store.shapes,
    catalog: () => engine.catalog,
    sources: new Map<string, Source>([["shop", engine.source]]),
    record: (observation) => observed.push(observation),
  });
  ask(shapes, "owner=eq.a", 1.5);
  await watch.look();
  expect(store.shapes.all()).toEqual([]);
  ask(shapes, "owner=eq.secret-value", 700);
  ask(shapes, "id=eq.1", 5_000);
  await watch.look();
  expect(observed).toEqual([]);
  for (let n = 0; n < 3; n++) {
    ask(shapes, "owner=eq.b", 400);
    await watch.look();
  }
  expect(observed).toEqual([
    {
      kind: "warning",
      message:
        'no index serves shop: notes by owner (filter): asked 2 times slowly, 550 ms on average, 700 ms at worst, 1.1 s in all. create index "notes_owner" on "notes" ("owner");',
    },
  ]);
  const kept = store.shapes.all();
  expect(kept.map(({ count, ms }) => [count, ms])).toEqual([
    [1, 5_000],
    [4, 1_900],
  ]);
  expect(JSON.stringify(kept)).not.toContain("secret-value");
  ask(shapes, "owner=eq.b", 400);
  watch.close();
  expect(store.shapes.all()[1]?.count).toBe(5);
});

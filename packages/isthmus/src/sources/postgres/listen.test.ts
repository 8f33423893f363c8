import pg from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { openFaultProxy, type FaultProxy } from "../../../test/kit/fault-proxy.ts";
import { administer, createTestDatabase, type TestDatabase } from "../../../test/kit/servers.ts";
import type { Observation, Source } from "../../core/index.ts";
import { openPostgres } from "./index.ts";

let database: TestDatabase;
let proxy: FaultProxy;
let source: Source<unknown>;
let observed: Observation[];

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  const url = new URL(database.url);
  proxy = await openFaultProxy({ host: url.hostname, port: Number(url.port || 5432) });
  url.hostname = "127.0.0.1";
  url.port = String(proxy.port);
  observed = [];
  source = openPostgres("db", { url: url.href }, (observation) => observed.push(observation)) as Source<unknown>;
});
afterEach(async () => {
  await source.close();
  await proxy.close();
});

/** Told directly, past the proxy. */
const tell = (channel: string, payload: string) =>
  administer(database.url, `select pg_notify('${channel}', '${payload}')`);

function listen(channel: string, more: { readonly resumed?: () => void } = {}) {
  const heard: string[] = [];
  const subscription = source.listen?.(channel, { notified: (payload) => void heard.push(payload), ...more });
  if (subscription === undefined) throw new Error("the source cannot listen");
  return { ...subscription, heard };
}

async function sessions(): Promise<number> {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  const { rows } = await client.query(
    "select count(*)::int as n from pg_stat_activity where datname = current_database() and application_name = 'isthmus'",
  );
  await client.end();
  return (rows[0] as { readonly n: number }).n;
}

test("each subscriber hears his channel alone, all over one connection", async () => {
  const plain = listen("pgrst");
  const twin = listen("pgrst");
  const odd = listen('Odd "name"; --');
  await Promise.all([plain.ready, twin.ready, odd.ready]);
  await tell("pgrst", "reload schema");
  await tell('Odd "name"; --', "");
  await vi.waitFor(() => expect(odd.heard).toEqual([""]));
  expect([plain.heard, twin.heard]).toEqual([["reload schema"], ["reload schema"]]);
  expect(proxy.seen).toBe(1);
  twin.stop();
  odd.stop();
  await tell("pgrst", "2");
  await vi.waitFor(() => expect(plain.heard).toEqual(["reload schema", "2"]));
  expect(twin.heard).toHaveLength(1);
});

test("a lost connection is opened again, the subscriber is told of the gap and hears what comes later", async () => {
  const resumed = vi.fn();
  const { heard, ready } = listen("changes", { resumed });
  await ready;
  expect(resumed).toHaveBeenCalledTimes(1);
  proxy.set({ refuse: true });
  proxy.reset();
  await tell("changes", "missed");
  await new Promise((resolve) => setTimeout(resolve, 400));
  proxy.set({});
  await vi.waitFor(() => expect(resumed).toHaveBeenCalledTimes(2), { timeout: 8_000 });
  await tell("changes", "later");
  await vi.waitFor(() => expect(heard).toEqual(["later"]));
}, 15_000);

test("the last one to leave ends the connection; the next one opens another", async () => {
  const first = listen("a");
  await first.ready;
  expect(await sessions()).toBe(1);
  first.stop();
  first.stop();
  await vi.waitFor(async () => expect(await sessions()).toBe(0));
  const second = listen("a");
  await second.ready;
  await tell("a", "1");
  await vi.waitFor(() => expect(second.heard).toEqual(["1"]));
  expect(first.heard).toEqual([]);
});

test("a subscriber who throws keeps nobody else from hearing, and is recorded", async () => {
  const bad = source.listen?.("c", {
    notified: () => {
      throw new Error("cannot read this");
    },
  });
  const good = listen("c");
  await Promise.all([bad?.ready, good.ready]);
  await tell("c", "1");
  await vi.waitFor(() => expect(good.heard).toEqual(["1"]));
  expect(observed).toContainEqual({
    kind: "warning",
    message: "db: a subscriber to notifications failed: cannot read this",
  });
});

test("a channel's name that the database would cut is refused", () => {
  expect(() => listen("é".repeat(32))).toThrow(/1 to 63 bytes/);
  expect(() => listen("")).toThrow(RangeError);
});

test("closing the source ends the connection, also while it cannot be opened", async () => {
  proxy.set({ refuse: true });
  listen("never");
  await source.close();
  expect(await sessions()).toBe(0);
});

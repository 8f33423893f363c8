// The keys that sign JWTs, exchanged by hand.

import { DatabaseSync } from "node:sqlite";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Caller, openPeopleServer, type PeopleServer } from "../kit/open-people.ts";

let world: PeopleServer;
let root: Caller;
beforeAll(async () => {
  world = await openPeopleServer({ users: { sessions: { remembered: 0.1 } } });
  root = await world.member("root@shop.example");
  const database = new DatabaseSync(`${world.folder}/users.db`);
  database.exec("INSERT INTO grantedRole (id, userId, role) SELECT 'first', id, 'admin' FROM user");
  database.close();
  await pause(150);
});
afterAll(() => world.stop());

const token = async () => ((await root.get("/auth/token")).body as { token: string }).token;
const kidOf = (jwt: string) =>
  (JSON.parse(Buffer.from(jwt.split(".")[0] ?? "", "base64url").toString()) as { kid: string }).kid;
const use = async (jwt: string) =>
  (await world.caller({ origin: "" }).get("/api/orders", { authorization: `Bearer ${jwt}` })).status;
const published = async () =>
  ((await world.caller().get("/auth/jwks")).body.keys as readonly { kid: string }[]).map(({ kid }) => kid).toSorted();

it("another key signs from then on, and what the old one has signed holds until it expires", async () => {
  const before = await token();
  expect(await use(before)).toBe(200);
  expect((await root.post("/auth/admin/rotate-keys")).status).toBe(200);
  const after = await token();
  expect(kidOf(after)).not.toBe(kidOf(before));
  expect(await published()).toEqual([kidOf(before), kidOf(after)].toSorted());
  await pause(150);
  expect([await use(before), await use(after)]).toEqual([200, 200]);
});

it("what was signed by a key that is withdrawn is refused at once", async () => {
  const before = await token();
  expect(await use(before)).toBe(200);
  expect((await root.post("/auth/admin/rotate-keys", { withdraw: true })).status).toBe(200);
  expect(await use(before)).toBe(401);
  const after = await token();
  expect(await published()).toEqual([kidOf(after)]);
  await pause(1_000);
  expect([await use(before), await use(after)]).toEqual([401, 200]);
});

it("nobody else does it", async () => {
  const ann = await world.member("ann@shop.example");
  for (const caller of [ann, world.caller()])
    expect((await caller.post("/auth/admin/rotate-keys", { withdraw: true })).status).toBe(404);
});

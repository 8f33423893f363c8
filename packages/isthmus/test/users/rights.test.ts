// Roles by name, by tenant and by key; and that rights which are taken away are gone.

import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Caller, openPeopleServer, password, type PeopleServer } from "../kit/open-people.ts";

let world: PeopleServer;
let root: Caller;
const act = (name: string, body: object) => root.post(`/auth/admin/${name}`, body);
beforeAll(async () => {
  world = await openPeopleServer({ users: { sessions: { remembered: 5 } } });
  root = await world.member("root@shop.example");
});
afterAll(() => world.stop());

it("administration is for those with its role, and is not there for others", async () => {
  expect((await act("add-role", { user: "root@shop.example", role: "staff" })).status).toBe(404);
  expect((await world.caller().get("/auth/admin/users")).status).toBe(404);
  await makeAdministrator(world, "root@shop.example");
  expect((await root.get("/auth/admin/users")).body).toEqual([expect.objectContaining({ email: "root@shop.example" })]);
  expect((await act("add-role", { user: "root@shop.example", role: "emperor" })).body.code).toBe("ISTHMUS705");
  expect((await act("add-role", { user: { $ne: null }, role: "staff" })).status).toBe(400);
  expect((await act("constructor", {})).status).toBe(404);
});

describe("rights", () => {
  it("hold at once when they are given, taken, or their owner is suspended", async () => {
    const ann = await world.member("ann@shop.example");
    const orders = async () => ((await ann.get("/api/orders")).body as readonly unknown[]).length;
    expect(await orders()).toBe(0);
    await act("add-role", { user: "ann@shop.example", role: "staff" });
    expect(await orders()).toBe(2);
    await act("remove-role", { user: "ann@shop.example", role: "staff" });
    expect(await orders()).toBe(0);
    const { token } = (await ann.get("/auth/token")).body as { token: string };
    const bearer = { authorization: `Bearer ${token}` };
    expect((await world.caller().get("/api/orders", bearer)).status).toBe(200);
    await act("suspend", { user: "ann@shop.example" });
    expect((await ann.get("/api/orders")).status).toBe(404);
    expect((await world.caller().get("/api/orders", bearer)).status).toBe(401);
    const back = await world.caller().post("/auth/sign-in/email", { email: "ann@shop.example", password });
    expect([back.status === 200, back.headers.getSetCookie().join()]).toEqual([
      false,
      expect.not.stringMatching(/session_token=\w/),
    ]);
    await act("restore", { user: "ann@shop.example" });
    expect((await world.caller().post("/auth/sign-in/email", { email: "ann@shop.example", password })).status).toBe(
      200,
    );
  });
});

describe("tenants", () => {
  it("are chosen by header or for a session, show their own alone, and only to members", async () => {
    const cleo = await world.member("cleo@shop.example");
    for (const slug of ["north", "south"]) await act("add-tenant", { tenant: slug, name: slug.toUpperCase() });
    await act("set-member", { tenant: "north", user: "cleo@shop.example", roles: ["seller"] });
    const totals = async (headers?: Readonly<Record<string, string>>) =>
      (await cleo.get("/api/orders?select=total", headers)).body;
    expect(await totals()).toEqual([]);
    expect(await totals({ "x-tenant": "north" })).toEqual([{ total: 10 }]);
    for (const slug of ["south", "nowhere", "north\t", "' or 1=1 --"]) {
      const answer = await cleo.get("/api/orders", { "x-tenant": slug });
      if (slug !== "north\t") expect([slug, answer.status, answer.body.code]).toEqual([slug, 403, "ISTHMUS704"]);
    }
    expect((await cleo.post("/auth/tenant", { tenant: "south" })).status).toBe(403);
    expect((await cleo.post("/auth/tenant", { tenant: "north" })).status).toBe(200);
    expect(await totals()).toEqual([{ total: 10 }]);
    expect((await cleo.get("/auth/tenants")).body).toEqual([
      { slug: "north", name: "NORTH", roles: ["seller"], active: true },
    ]);
    await act("set-member", { tenant: "south", user: "cleo@shop.example", roles: [] });
    expect(await totals({ "x-tenant": "south" })).toEqual([]);
    await act("remove-member", { tenant: "north", user: "cleo@shop.example" });
    expect(await totals()).toEqual([]);
    expect((await cleo.get("/api/orders", { "x-tenant": "north" })).status).toBe(403);
  });
});

describe("API keys that are made while the server runs", () => {
  it("act with roles of their account, expire, tell when they were used, and are revoked", async () => {
    await act("add-account", { name: "sync", roles: ["staff", "user"] });
    const made = (await act("add-key", { account: "sync", name: "nightly", roles: ["staff"] })).body as {
      id: string;
      key: string;
    };
    expect(made.key).toMatch(/^isk_sync_[0-9a-f]{64}$/);
    const use = (key: string) => world.caller({ origin: "" }).get("/api/orders", { "x-api-key": key });
    expect((await use(made.key)).body).toHaveLength(2);
    expect((await world.caller().get("/api/orders", { authorization: `Bearer ${made.key}` })).status).toBe(200);
    expect((await use(`${made.key.slice(0, -1)}0`.replace(made.key, "isk_x"))).status).toBe(401);
    expect((await act("add-key", { account: "sync", name: "more", roles: ["admin"] })).body.code).toBe("ISTHMUS705");
    expect((await act("add-key", { account: "sync", name: "past", expires: "2020-01-01" })).status).toBe(400);
    const soon = new Date(Date.now() + 1_500).toISOString();
    const brief = (await act("add-key", { account: "sync", name: "brief", expires: soon })).body as { key: string };
    expect((await use(brief.key)).status).toBe(200);
    const listed = (await root.get("/auth/admin/accounts")).text;
    expect(listed).not.toContain(made.key);
    expect(listed).toMatch(/"used":"20/);
    await act("revoke-key", { id: made.id });
    expect((await use(made.key)).status).toBe(401);
    await pause(1_600);
    expect((await use(brief.key)).status).toBe(401);
  });
});

/** By the administration itself, as the command line does it. */
async function makeAdministrator({ folder }: PeopleServer, email: string): Promise<void> {
  const { DatabaseSync } = await import("node:sqlite");
  const database = new DatabaseSync(`${folder}/users.db`);
  const user = database.prepare("SELECT id FROM user WHERE email = ?").get(email) as { id: string };
  database.prepare("INSERT INTO grantedRole (id, userId, role) VALUES ('first', ?, 'admin')").run(user.id);
  database.close();
  // As on any other node, it is felt when what was looked up is over.
  await pause(5_100);
}

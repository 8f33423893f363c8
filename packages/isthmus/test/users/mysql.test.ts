// Users in MySQL: two nodes over one MariaDB.

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Caller, openPeopleServer, password, type PeopleServer } from "../kit/open-people.ts";
import { createTestMysql } from "../kit/servers.ts";

let database: Awaited<ReturnType<typeof createTestMysql>>;
let first: PeopleServer;
let second: PeopleServer;

beforeAll(async () => {
  database = await createTestMysql();
  const options = {
    users: {
      secret: "a secret that both of the nodes have",
      passkeys: true,
      verifyEmail: false,
      sessions: { remembered: 0.2 },
      tries: { address: 100_000, account: 100_000 },
      authorizationServer: { loginPage: "/sign-in", consentPage: "/consent" },
    },
    server: { store: database.url },
  };
  // At once: both find no tables.
  [first, second] = await Promise.all([openPeopleServer(options), openPeopleServer(options)]);
});
afterAll(async () => {
  await first?.stop();
  await second?.stop();
  await database?.drop();
});

async function member(node: PeopleServer, email: string): Promise<Caller> {
  const own = node.caller();
  await own.post("/auth/sign-up/email", { name: "N", email, password });
  return own;
}

function at(node: PeopleServer, other: Caller): Caller {
  const same = node.caller();
  for (const [name, value] of other.cookies) same.cookies.set(name, value);
  return same;
}

describe("two nodes over one MariaDB", () => {
  it("know the same people, who are out on both when they sign out of one", async () => {
    const ann = await member(first, "ann@shop.example");
    const there = at(second, ann);
    expect((await there.send("POST", "/api/orders", { total: 3 })).status).toBe(201);
    expect((await there.get("/api/orders?select=total")).body).toEqual([{ total: 3 }]);
    expect((await there.get("/auth/list-sessions")).body).toHaveLength(1);
    await ann.post("/auth/sign-out");
    await expect.poll(async () => (await there.get("/api/orders")).status, { timeout: 3_000 }).toBe(404);
    const back = await second.caller().post("/auth/sign-in/email", { email: "ann@shop.example", password });
    expect(back.status).toBe(200);
  });

  it("let one of fifty refresh by one token, and the session of a token that comes twice is over on both", async () => {
    const ben = await member(second, "ben@shop.example");
    const { refresh_token } = (await ben.post("/auth/tokens")).body as { refresh_token: string };
    const node = (turn: number) => (turn % 2 === 0 ? first : second).caller();
    const fifty = <T>(one: (turn: number) => Promise<T>) =>
      Promise.all(Array.from({ length: 50 }, (_, turn) => one(turn)));
    const refreshed = await fifty((turn) => node(turn).post("/auth/tokens/refresh", { refresh_token }));
    expect(refreshed.filter(({ status }) => status === 200).length).toBeLessThanOrEqual(1);
    expect(
      refreshed.filter(({ status }) => status !== 200 && status !== 401).map(({ status, text }) => [status, text]),
    ).toEqual([]);
    for (const one of [first, second])
      await expect.poll(async () => (await at(one, ben).get("/api/orders")).status, { timeout: 3_000 }).toBe(404);
  });

  it("keep roles, applications and keys of JWTs there", async () => {
    const cleo = await member(first, "cleo@shop.example");
    const { token } = (await cleo.get("/auth/token")).body as { token: string };
    const own = await first.caller({ origin: "" }).get("/api/orders", { authorization: `Bearer ${token}` });
    expect(own.status).toBe(200);
    expect((await second.caller().get("/auth/jwks")).body).toEqual((await first.caller().get("/auth/jwks")).body);
    expect((await second.caller().get("/.well-known/oauth-authorization-server")).status).toBe(200);
  });
});

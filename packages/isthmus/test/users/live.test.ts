// What goes on for somebody ends with his right to it: live questions of sessions, tokens and keys.

import { type Client, createClient } from "graphql-ws";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { WebSocket } from "ws";
import { listen } from "../live/listen.ts";
import { type Caller, openPeopleServer, password, type PeopleServer } from "../kit/open-people.ts";

let world: PeopleServer;
let root: Caller;
const sockets: Client[] = [];
const act = (name: string, body: object) => root.post(`/auth/admin/${name}`, body);

beforeAll(async () => {
  world = await openPeopleServer({ users: { tries: { address: 100_000, account: 100_000 } } });
  root = await world.member("root@shop.example");
  const { DatabaseSync } = await import("node:sqlite");
  const database = new DatabaseSync(`${world.folder}/users.db`);
  database.exec(
    "INSERT INTO grantedRole (id, userId, role) SELECT 'first', id, 'admin' FROM user WHERE email = 'root@shop.example'",
  );
  database.close();
});
afterAll(async () => {
  for (const client of sockets) await client.dispose();
  await world.stop();
});

const cookieOf = (caller: Caller) => [...caller.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
const orders = (headers: Record<string, string>) => listen(`${world.origin}/api/orders?select=total`, { headers });
/** Seconds are promised; a busy machine is given some more. */
const soon = <T>(check: () => T) => vi.waitFor(check, { timeout: 4_000, interval: 50 });

interface Heard {
  readonly values: string[];
  readonly ended: unknown[];
  readonly closed: number[];
}

function overSocket(caller: Caller, query: string): Heard {
  const heard: Heard = { values: [], ended: [], closed: [] };
  const cookie = cookieOf(caller);
  class WithCookie extends WebSocket {
    constructor(address: string, protocol: string) {
      super(address, protocol, { headers: { cookie, origin: world.origin } });
    }
  }
  const client = createClient({
    url: `${world.origin.replace("http", "ws")}/graphql`,
    webSocketImpl: WithCookie,
    retryAttempts: 0,
    on: { closed: (event) => heard.closed.push((event as { code: number }).code) },
  });
  sockets.push(client);
  client.subscribe(
    { query },
    {
      next: (value) => heard.values.push(JSON.stringify(value.data ?? value.errors)),
      error: (error) => heard.ended.push(error),
      complete: () => heard.ended.push("complete"),
    },
  );
  return heard;
}

describe("a live question", () => {
  it("of a session ends within seconds of its owner's signing out, as events and over a socket", async () => {
    const ann = await world.member("ann@shop.example");
    await ann.send("POST", "/api/orders", { total: 5 });
    const events = await orders({ cookie: cookieOf(ann) });
    const socket = overSocket(ann, "subscription { orders { total } }");
    await soon(() => expect([events.events.length, socket.values.length]).toEqual([1, 1]));
    await ann.post("/auth/sign-out");
    await soon(() => expect(events.ended).toBe(true));
    expect(events.events.at(-1)).toMatch(/^error\|.*PGRST205/);
    await soon(() => expect(socket.ended).toHaveLength(1));
    expect(JSON.stringify(socket.values)).not.toContain("PGRST");
  });

  it("that strangers may ask too goes on as a stranger's", async () => {
    const bob = await world.member("bob@shop.example");
    const events = await listen(`${world.origin}/api/products?select=name`, { headers: { cookie: cookieOf(bob) } });
    await soon(() => expect(events.events).toHaveLength(1));
    await bob.post("/auth/sign-out");
    await pause(2_000);
    expect([events.ended, events.events.length]).toEqual([false, 1]);
    events.close();
  });

  it("shows what its owner may see by now, when he is given a role and when it is taken away", async () => {
    const cleo = await world.member("cleo@shop.example");
    const events = await orders({ cookie: cookieOf(cleo) });
    await soon(() => expect(events.events.at(-1)).toBe("message|[]"));
    await act("add-role", { user: "cleo@shop.example", role: "staff" });
    await soon(() => expect(events.events.at(-1)).toMatch(/"total":/));
    await act("remove-role", { user: "cleo@shop.example", role: "staff" });
    await soon(() => expect(events.events.at(-1)).toBe("message|[]"));
    const before = events.events.length;
    const ann = world.caller();
    await ann.post("/auth/sign-in/email", { email: "ann@shop.example", password });
    await ann.send("POST", "/api/orders", { total: 6 });
    await pause(500);
    expect(events.events).toHaveLength(before);
    await act("suspend", { user: "cleo@shop.example" });
    await soon(() => expect(events.ended).toBe(true));
  });

  it("of a token ends with its session, and of a key when the key is revoked", async () => {
    const dora = await world.member("dora@shop.example");
    const { token } = (await dora.get("/auth/token")).body as { token: string };
    await act("add-account", { name: "sync", roles: ["staff"] });
    const key = (await act("add-key", { account: "sync", name: "nightly" })).body as { id: string; key: string };
    const byToken = await orders({ authorization: `Bearer ${token}` });
    const byKey = await orders({ "x-api-key": key.key });
    await soon(() => expect([byToken.events.length, byKey.events.length]).toEqual([1, 1]));
    await dora.post("/auth/sign-out");
    await act("revoke-key", { id: key.id });
    await soon(() => expect([byToken.ended, byKey.ended]).toEqual([true, true]));
    expect(byKey.events.at(-1)).toMatch(/^error\|.*ISTHMUS401/);
  });

  it("of one user is left alone when another's rights change", async () => {
    const ella = await world.member("ella@shop.example");
    const events = await orders({ cookie: cookieOf(ella) });
    await soon(() => expect(events.events).toHaveLength(1));
    const fred = await world.member("fred@shop.example");
    await fred.post("/auth/sign-out");
    await pause(1_500);
    expect([events.ended, events.events.length]).toEqual([false, 1]);
    events.close();
  });
});

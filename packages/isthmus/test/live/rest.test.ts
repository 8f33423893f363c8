// Live questions in REST's words, over Server-Sent Events, on both databases.

import { setTimeout as sleep } from "node:timers/promises";
import { SignJWT } from "jose";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { claim } from "../../src/index.ts";
import { changeTriggers } from "../../src/sources/postgres/changes.ts";
import { eventually, listen, type Live, newest, openLive } from "./listen.ts";

const schema = `
  create table products (id integer primary key, name text not null, price integer not null);
  create table orders (id integer primary key, owner text not null, product_id integer references products (id) on delete cascade);
  insert into products (id, name, price) values (1, 'tea', 3), (2, 'cup', 9);
  insert into orders (id, owner, product_id) values (1, 'ann', 1), (2, 'bob', 2);`;
const secret = "a secret of at least thirty-two bytes";
const all = { read: true, insert: true, update: true, delete: true } as const;

const token = (role: string, sub: string, seconds = 600): Promise<string> =>
  new SignJWT({ role, sub })
    .setProtectedHeader({ alg: "HS256" })
    .setExpirationTime(Math.floor(Date.now() / 1000) + seconds)
    .sign(new TextEncoder().encode(secret));
const bearer = async (...given: Parameters<typeof token>) => ({ authorization: `Bearer ${await token(...given)}` });

describe.each(["sqlite", "postgres"] as const)("REST on %s", (database) => {
  let live: Live;
  beforeAll(async () => {
    live = await openLive(database, schema, {
      auth: { jwt: { secret } },
      roles: {
        anonymous: { products: { read: true } },
        customer: { orders: { read: { where: { owner: claim("sub") } } } },
        staff: { products: all, orders: all },
      },
    });
  });
  afterAll(() => live.close());

  const change = async (path: string, method: string, body?: unknown): Promise<void> => {
    const response = await fetch(live.api + path, {
      method,
      headers: { "content-type": "application/json", ...(await bearer("staff", "s")) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    expect(response.ok).toBe(true);
  };

  it("tells the answer at once, and again when it has changed", async () => {
    const cheap = await listen(`${live.api}/products?select=name&price=lt.5&order=id`);
    expect([cheap.status, cheap.type]).toEqual([200, "text/event-stream; charset=utf-8"]);
    await newest(cheap, `message|[{"name":"tea"}]`);
    await change("/products?id=eq.2", "PATCH", { name: "mug" });
    await change("/products", "POST", { id: 3, name: "spoon", price: 1 });
    await eventually(() => expect(cheap.events).toHaveLength(2));
    expect(JSON.parse((cheap.events[1] ?? "").slice(8))).toEqual([{ name: "tea" }, { name: "spoon" }]);
    await change("/products?id=eq.3", "DELETE");
    await newest(cheap, `message|[{"name":"tea"}]`);
    cheap.close();
  });

  it("shows each what he may see, and hides what he may not", async () => {
    const target = `${live.api}/orders?select=id&order=id`;
    const ann = await listen(target, { headers: await bearer("customer", "ann") });
    const bob = await listen(target, { headers: await bearer("customer", "bob") });
    await Promise.all([newest(ann, `message|[{"id":1}]`), newest(bob, `message|[{"id":2}]`)]);
    await change("/orders", "POST", { id: 3, owner: "bob", product_id: 1 });
    await eventually(() => expect(bob.events).toHaveLength(2));
    expect(ann.events).toEqual([`message|[{"id":1}]`]);
    await change("/orders?id=eq.3", "DELETE");
    const stranger = await listen(target);
    expect(stranger.status).toBe(404);
    for (const one of [ann, bob]) one.close();
  });

  it("notices what foreign keys delete along", async () => {
    await change("/products", "POST", { id: 9, name: "lid", price: 1 });
    await change("/orders", "POST", { id: 9, owner: "cat", product_id: 9 });
    const cat = await listen(`${live.api}/orders?select=id`, { headers: await bearer("customer", "cat") });
    await newest(cat, `message|[{"id":9}]`);
    await change("/products?id=eq.9", "DELETE");
    await newest(cat, "message|[]");
    cat.close();
  });

  it("refuses with the status of an ordinary request what cannot be asked, and answers who only lists events", async () => {
    expect((await listen(`${live.api}/nothing`)).status).toBe(404);
    expect((await listen(`${live.api}/products`, { headers: { authorization: "Bearer x" } })).status).toBe(401);
    const listed = await fetch(`${live.api}/products?select=id`, {
      headers: { accept: "application/json, text/event-stream" },
    });
    expect(listed.headers.get("content-type")).toContain("application/json");
  });

  it("ends when the token does, and says why", async () => {
    const brief = await listen(`${live.api}/orders`, { headers: await bearer("customer", "ann", 2) });
    await eventually(() => expect(brief.events).toHaveLength(1));
    await eventually(() => expect(brief.ended).toBe(true));
    expect(brief.events.at(-1)).toMatch(/^error\|.*PGRST303.*JWT expired/);
  });

  it("notices what others change in the database itself", async () => {
    if (database === "postgres") await live.elsewhere(changeTriggers([{ schema: "public", name: "products" }]));
    const dear = await listen(`${live.api}/products?select=name&id=eq.77`);
    await newest(dear, "message|[]");
    // Until the connection that hears of it is there, the change would be found at its start.
    await sleep(300);
    await live.elsewhere("insert into products (id, name, price) values (77, 'pot', 40)");
    await newest(dear, `message|[{"name":"pot"}]`);
    dear.close();
  });
});

// A user's own record among the site's data: found or made when he comes, and the claim by which policies know it.

import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { claim } from "../../src/index.ts";
import { openPeopleServer, password, type PeopleServer } from "../kit/open-people.ts";

const record = {
  resource: "customers",
  match: { email: "email" },
  insert: { name: "name" },
  claim: "customer",
} as const;
let world: PeopleServer;
/** Addresses are taken as they are said. */
let credulous: PeopleServer;
const open = (verifyEmail: boolean): Promise<PeopleServer> =>
  openPeopleServer({
    users: { verifyEmail, record },
    roles: {
      user: {
        customers: { read: { where: { id: claim("customer") } } },
        baskets: {
          read: { where: { customer_id: claim("customer") } },
          insert: { set: { customer_id: claim("customer") } },
        },
      },
    },
    tables: `
      CREATE TABLE customers (id INTEGER PRIMARY KEY, email TEXT NOT NULL UNIQUE, name TEXT NOT NULL);
      CREATE TABLE baskets (id INTEGER PRIMARY KEY, customer_id INTEGER NOT NULL REFERENCES customers (id), note TEXT);
      INSERT INTO customers (id, email, name) VALUES (41, 'ann@shop.example', 'Ann of old'), (42, 'eve@shop.example', 'Eve');
      INSERT INTO baskets (customer_id, note) VALUES (41, 'hers'), (42, 'not hers');
    `,
  });
beforeAll(async () => {
  [world, credulous] = await Promise.all([open(true), open(false)]);
});
afterAll(() => Promise.all([world.stop(), credulous.stop()]));

const rows = (world: PeopleServer): readonly unknown[] => {
  const database = new DatabaseSync(path.join(world.folder, "shop.db"), { readOnly: true });
  const found = database.prepare("SELECT email FROM customers ORDER BY id").all();
  database.close();
  return found;
};

describe("a user's own record", () => {
  it("is the one with his verified address, and opens to him what belongs to it and nothing else", async () => {
    const ann = await world.member("ann@shop.example");
    expect((await ann.get("/api/customers?select=id,name")).body).toEqual([{ id: 41, name: "Ann of old" }]);
    expect((await ann.get("/api/baskets?select=note")).body).toEqual([{ note: "hers" }]);
    expect((await ann.post("/api/baskets", { note: "new" })).status).toBe(201);
    expect((await ann.get("/api/baskets?select=customer_id&order=id")).body).toEqual([
      { customer_id: 41 },
      { customer_id: 41 },
    ]);
  });

  it("is made once for somebody new, however many of his requests come at once", async () => {
    const ben = await world.member("ben@shop.example");
    const answers = await Promise.all(Array.from({ length: 10 }, () => ben.get("/api/customers?select=id,email")));
    const [first] = answers;
    expect(first?.body).toEqual([{ id: expect.any(Number), email: "ben@shop.example" }]);
    for (const { body } of answers) expect(body).toEqual(first?.body);
    expect(rows(world).filter((row) => (row as { email: string }).email === "ben@shop.example")).toHaveLength(1);
  });

  it("is not given to somebody who has only said that the address is his", async () => {
    const thief = credulous.caller();
    await thief.post("/auth/sign-up/email", { name: "Thief", email: "eve@shop.example", password });
    expect((await thief.post("/auth/sign-in/email", { email: "eve@shop.example", password })).status).toBe(200);
    expect((await thief.get("/api/customers")).body).toEqual([]);
    expect((await thief.get("/api/baskets")).body).toEqual([]);
    expect((await thief.post("/api/baskets", { note: "x" })).status).toBeGreaterThanOrEqual(400);
    expect(rows(credulous)).toHaveLength(2);
  });

  it("is refused at the start where it names what is not there", async () => {
    const users = { record: { resource: "custmers", match: { email: "email" as const }, claim: "customer" } };
    await expect(openPeopleServer({ users })).rejects.toMatchObject({
      message: 'auth.users.record: there is no resource "custmers"',
    });
  });
});

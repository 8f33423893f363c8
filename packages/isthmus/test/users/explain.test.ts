// Commands about who may do what. One of them runs in a process of its own; the others run here, which spares the start.

import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { main } from "../../src/server/command/main.ts";
import { createFolder, type Ended, type Folder, type Served } from "../kit/command-line.ts";

let folder: Folder;
let served: Served;
const before = process.cwd();
const configured = ["--config", "isthmus.config.mjs"];
beforeAll(() => {
  folder = createFolder();
  folder.sql("shop.db", "CREATE TABLE orders (id INTEGER PRIMARY KEY, customer TEXT, status TEXT, secret TEXT);");
  folder.write(
    "isthmus.config.mjs",
    `export default {
      sources: { shop: { kind: "sqlite", options: { file: "shop.db" } } },
      roles: {
        customer: { orders: {
          read: { fields: ["id", "status"], where: { customer: { kind: "claim", path: ["sub"] } }, maxRows: 50 },
          insert: { fields: ["status"], set: { customer: { kind: "claim", path: ["sub"] } } },
        } },
        keeper: { extends: ["customer"], orders: { update: { fields: ["status"], where: { status: "open" } } } },
        admin: {},
      },
      server: { port: 0, store: "store.db", admin: { port: 0 } },
      auth: { users: { roles: ["customer"], sessions: { remembered: 0.5 }, password: { cost: { memory: 8, passes: 1, parallelism: 1 } } } },
    };`,
  );
});
beforeAll(async () => {
  process.chdir(folder.path);
  served = await folder.serve("start", ...configured);
});
afterAll(async () => {
  process.chdir(before);
  await served.stop();
  await folder.remove();
});

async function run(...args: readonly string[]): Promise<Ended> {
  const written = { output: "", errors: "" };
  const keep = (name: keyof typeof written) => (text: string | Uint8Array) => {
    written[name] += String(text);
    return true;
  };
  const spies = [
    vi.spyOn(process.stdout, "write").mockImplementation(keep("output")),
    vi.spyOn(process.stderr, "write").mockImplementation(keep("errors")),
  ];
  try {
    return { code: await main(["node", "isthmus", ...args, ...configured]), ...written };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}

describe("isthmus access explain", () => {
  it("says which role grants it, which rows and which fields, and what the question becomes", async () => {
    const { code, output } = await run(
      "access",
      "explain",
      "--as",
      "keeper",
      "--claims",
      '{"sub":"42"}',
      "GET",
      "/orders?status=eq.open&select=id",
    );
    expect(output.split("\n")).toEqual([
      "Roles that count: customer, keeper",
      "",
      "read orders: by the role customer",
      "  rows      rows where customer = claim(sub), at most 50",
      "  fields    id, status",
      "  withheld  customer, secret",
      "",
      "insert orders: by the role customer",
      "  fields    status",
      "  withheld  id, customer, secret",
      "  sets      customer = claim(sub)",
      "",
      "update orders: by the role keeper",
      '  rows      rows where status = "open"',
      "  fields    status",
      "  withheld  id, customer, secret",
      '  check     status = "open"',
      "",
      "No role grants: delete orders",
      "",
      "Carried out: query orders, rows where customer = claim(sub) and status = $1",
      "",
    ]);
    expect(code).toBe(0);
  });

  it("says why a request is refused, and which claims are missing", async () => {
    const hidden = await run("access", "explain", "--as", "customer", "GET", "/orders?select=secret");
    expect(hidden.code).toBe(1);
    expect(hidden.output).toContain("matches nothing: sub");
    expect(hidden.output).toContain("Refused: column orders.secret does not exist (42703)");
    const none = await run("access", "explain", "--as", "admin", "--json", "DELETE", "/orders?id=eq.1");
    expect(JSON.parse(none.output)).toEqual(
      expect.objectContaining({ grants: [], answer: expect.objectContaining({ allowed: false }) }),
    );
    const wrong = await run("access", "explain", "--as", "custmer", "GET", "/orders");
    expect([wrong.code, wrong.errors]).toEqual([1, expect.stringContaining('no role "custmer"')]);
  });

  it("is asked over the admin listener too", async () => {
    const address = served.health.replace("/health/ready", "/access/explain");
    const ask = (body: unknown) =>
      fetch(address, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
    const told = await (
      await ask({ roles: ["customer"], claims: { sub: "7" }, method: "GET", path: "/orders" })
    ).json();
    expect(told).toEqual(expect.objectContaining({ roles: ["customer"], missingClaims: [] }));
    expect((await ask({ roles: [], method: "GET", path: "/orders" })).status).toBe(400);
  });
});

describe("isthmus user, tenant, account", () => {
  it("makes a user who can sign in, with a password that stands in no argument", { timeout: 120_000 }, async () => {
    const origin = new URL(served.api).origin;
    vi.stubEnv("ISTHMUS_PASSWORD", "correct horse battery");
    const added = await run("user", "add", "Eve@shop.example", "keeper", "--name", "Eve");
    expect([added.code, added.errors]).toEqual([0, ""]);
    expect((await run("user", "list")).output).toBe("eve@shop.example  (keeper)\n");
    const signedIn = await fetch(`${origin}/auth/sign-in/email`, {
      method: "POST",
      headers: { "content-type": "application/json", origin },
      body: JSON.stringify({ email: "eve@shop.example", password: "correct horse battery" }),
    });
    expect(signedIn.status).toBe(200);
    const refusals = [
      ["eve@shop.example", "--name", "Eve", "there is a user eve@shop.example already"],
      ["nobody", "--name", "Nobody", '"nobody" is no e-mail address'],
      ["new@shop.example", "--name", " ", "expected a name"],
    ];
    for (const given of refusals) {
      const refused = await run("user", "add", ...given.slice(0, -1));
      expect([refused.code, refused.errors]).toEqual([1, expect.stringContaining(given.at(-1) ?? "")]);
    }
    vi.stubEnv("ISTHMUS_PASSWORD", "short");
    const short = await run("user", "add", "new@shop.example", "--name", "New");
    expect([short.code, short.errors]).toEqual([1, expect.stringContaining("a password of 10 to 256 characters")]);
    vi.unstubAllEnvs();
  });

  it("give rights in the store of the configuration, by the names of things", { timeout: 120_000 }, async () => {
    const origin = new URL(served.api).origin;
    const made = await fetch(`${origin}/auth/sign-up/email`, {
      method: "POST",
      headers: { "content-type": "application/json", origin },
      body: JSON.stringify({ name: "Ann", email: "ann@shop.example", password: "correct horse battery" }),
    });
    expect(made.status).toBe(200);
    await run("user", "role", "add", "ann@shop.example", "keeper");
    await run("tenant", "add", "north", "The North");
    await run("tenant", "member", "set", "north", "ann@shop.example", "admin");
    expect((await run("user", "list")).output).toContain("ann@shop.example  (keeper; north: admin; not verified)\n");
    expect((await run("tenant", "list")).output).toBe("north  The North, members: 1\n");
    const unknown = await run("user", "role", "add", "ann@shop.example", "emperor");
    expect([unknown.code, unknown.errors]).toEqual([1, expect.stringContaining('the role "emperor" is not declared')]);
    expect((await run("user", "suspend", "bob@shop.example")).errors).toContain('There is no user "bob@shop.example"');

    await run("account", "add", "sync", "keeper", "--tenant", "north");
    const key = /isk_\w+/.exec((await run("account", "key", "add", "sync", "nightly")).output)?.[0] ?? "";
    const read = () => fetch(`${served.api}/orders`, { headers: { "x-api-key": key } });
    expect((await read()).status).toBe(200);
    const listed = (await run("account", "list")).output;
    expect(listed).toMatch(/sync {2}\(keeper; tenant north\)\n {2}\S+ {2}nightly: isk_sync_\w+…, last used 20/);
    expect(listed).not.toContain(key);
    const id = /^ {2}(\S+)/m.exec(listed)?.[1] ?? "";
    await run("account", "key", "revoke", id);
    await new Promise((resolve) => setTimeout(resolve, 600));
    expect((await read()).status).toBe(401);
    // As its user runs it.
    expect((await folder.run("tenant", "list", ...configured)).output).toBe("north  The North, members: 1\n");
  });
});

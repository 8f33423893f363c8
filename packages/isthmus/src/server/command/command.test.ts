// The command line as its user meets it: a real process, a real database, real requests.

import net from "node:net";
import { existsSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createFolder, eventually, type Folder } from "../../../test/kit/command-line.ts";

let folder: Folder;

beforeEach(() => {
  folder = createFolder();
  folder.sql(
    "shop.db",
    `CREATE TABLE customers (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
     CREATE TABLE orders (id INTEGER PRIMARY KEY, customer_id INTEGER NOT NULL REFERENCES customers (id), total INTEGER NOT NULL);
     INSERT INTO customers VALUES (1, 'Ada'), (2, 'Grace');
     INSERT INTO orders VALUES (1, 1, 50), (2, 2, 70);`,
  );
});
afterEach(() => folder.remove());

const config = (roles: string, more = "") => `
import { claim, defineConfig, secret, sqlite } from "isthmus";
export default defineConfig({ sources: { shop: sqlite({ file: "shop.db" }) }, roles: ${roles}, ${more} });`;
const readable = config("{ anonymous: { customers: { read: true } } }");
const json = async (url: string, init?: RequestInit): Promise<unknown> => (await fetch(url, init)).json();

describe("isthmus dev with a database", () => {
  it("serves all of it to this machine, says so, and leaves nothing behind", async () => {
    const served = await folder.serve("dev", "shop.db");
    expect(served.printed()).toContain("whoever reaches it may read and write everything, without a login");
    expect(served.api).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/api$/);
    expect(await json(`${served.api}/orders?select=id,customer(name)&total=gt.60`)).toEqual([
      { id: 2, customer: { name: "Grace" } },
    ]);
    const posted = await fetch(`${served.api}/orders`, {
      method: "POST",
      body: '{"customer_id":1,"total":5}',
      headers: { "content-type": "application/json" },
    });
    expect(posted.status).toBe(201);
    expect((await fetch(served.documentation)).headers.get("content-type")).toContain("text/html");
    expect((await fetch(served.health)).status).toBe(200);
    const { code } = await served.stop();
    expect(code).toBe(0);
    await expect(fetch(served.api)).rejects.toThrow();
  });

  it("names a view that does not work any more instead of serving it", async () => {
    folder.sql("broken.db", "CREATE TABLE t (id INTEGER PRIMARY KEY); CREATE VIEW v AS SELECT id FROM gone");
    const served = await folder.serve("dev", "broken.db");
    expect(served.printed()).toContain("serves database (sqlite): 1 resource,");
    expect(served.printed()).toContain("Left out: view v: its query does not work any more.");
    expect((await fetch(`${served.api}/v`)).status).toBe(404);
  });

  it("names everything it leaves out, a line each", async () => {
    folder.sql("odd.db", "CREATE VIEW v AS SELECT id FROM gone; CREATE VIRTUAL TABLE words USING fts5(word)");
    const served = await folder.serve("dev", "odd.db");
    expect(served.printed()).toMatch(/\nLeft out:\n {2}view v: .*\n {2}virtual table words: .*\n\n/);
  });

  it("answers bytes in columns of any type or none, in the first answer and in later ones", async () => {
    folder.sql(
      "odd.db",
      `CREATE TABLE odd (id INTEGER PRIMARY KEY, anything, word TEXT, amount DECIMAL(8,2), at TIMESTAMP, document JSON, ratio REAL);
       INSERT INTO odd VALUES (1, x'01', x'ff02', x'03', x'04', x'0599', x'06'), (2, 'a', 'b', 1.5, '2024-01-02 03:04:05', '{}', 0.5)`,
    );
    const served = await folder.serve("dev", "odd.db");
    const all = [
      { id: 1, anything: "\\x01", word: "\\xff02", amount: "\\x03", at: "\\x04", document: "\\x0599", ratio: "\\x06" },
      { id: 2, anything: "a", word: "b", amount: 1.5, at: "2024-01-02T03:04:05", document: {}, ratio: 0.5 },
    ];
    for (const _ of ["unseen", "known"]) expect(await json(`${served.api}/odd?order=id`)).toEqual(all);
    expect(await json(`${served.api}/odd?select=anything&order=id`)).toEqual([
      { anything: "\\x01" },
      { anything: "a" },
    ]);
    expect(await json(`${served.api}/odd?id=eq.1&select=word`)).toEqual([{ word: "\\xff02" }]);
  });

  it("does not answer under a name that is not this machine's", async () => {
    const served = await folder.serve("dev", "shop.db");
    const { port } = new URL(served.api);
    const answer = await new Promise<string>((resolve, reject) => {
      const socket = net.connect(Number(port), "127.0.0.1", () =>
        socket.write("GET /api/orders HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"),
      );
      socket.once("data", (data) => resolve(data.toString())).once("error", reject);
    });
    expect(answer).toMatch(/^HTTP\/1\.1 421 /);
  });

  it("takes a new table over while it runs", async () => {
    const served = await folder.serve("dev", "shop.db");
    expect((await fetch(`${served.api}/tags`)).status).toBe(404);
    folder.sql("shop.db", "CREATE TABLE tags (id INTEGER PRIMARY KEY, name TEXT)");
    await eventually(
      () => fetch(`${served.api}/tags`).then((answer) => answer.status),
      (status) => status === 200,
    );
    expect(served.printed()).toContain("+ table tags (id, name)");
  });

  it("says why a PostgreSQL database cannot be reached, and which kinds there are", async () => {
    const refused = await folder.run("dev", "postgres://nobody@127.0.0.1:1/shop");
    expect(refused).toMatchObject({
      code: 1,
      output: "",
      errors: "sources.database cannot be reached: connect ECONNREFUSED 127.0.0.1:1\n",
    });
    expect((await folder.run("dev", "oracle://127.0.0.1/shop")).errors).toBe(
      "There is no kind of source for oracle: expected postgres://…, mysql://…, mariadb://…, mongodb://… or the path of an SQLite file\n",
    );
  });

  it("ends with one sentence when there is no such file, or it is no database", async () => {
    const absent = await folder.run("dev", "nope.db");
    expect(absent).toMatchObject({ code: 1, errors: "There is no file nope.db\n" });
    folder.write("text.db", "this is not a database, but a text that is long enough to look at".repeat(20));
    const text = await folder.run("dev", "text.db");
    expect(text).toMatchObject({ code: 1, errors: "text.db is not a database of SQLite\n" });
  });
});

describe("isthmus dev with a configuration", () => {
  it("takes changes of it over, and keeps serving when a change is wrong", async () => {
    folder.write("isthmus.config.ts", readable);
    const served = await folder.serve("dev");
    expect((await fetch(`${served.api}/orders`)).status).not.toBe(200);
    folder.write("isthmus.config.ts", config("{ anonymous: { orders: { read: { feilds: [] } } } }"));
    await eventually(
      async () => served.printed(),
      (text) => text.includes('did you mean "fields"?') && text.includes("still served"),
    );
    expect((await fetch(`${served.api}/customers`)).status).toBe(200);
    folder.write("isthmus.config.ts", config("{ anonymous: { orders: { read: true } } }"));
    await eventually(
      () =>
        fetch(`${served.api}/orders`).then(
          (answer) => answer.status,
          () => 0,
        ),
      (status) => status === 200,
    );
    expect((await fetch(`${served.api}/customers`)).ok).toBe(false);
  });
});

describe("isthmus start", () => {
  it("serves what the configuration says, with secrets from .env", async () => {
    // As `npm init` writes it: the configuration is a module all the same.
    folder.write("package.json", '{ "type": "commonjs" }');
    folder.write(".env", "TOKEN_SECRET=0123456789012345678901234567890123456789\n");
    folder.write(
      "isthmus.config.ts",
      config(
        "{ anonymous: { customers: { read: { fields: ['id'] } } } }",
        'auth: { jwt: { secret: secret("TOKEN_SECRET") } }',
      ),
    );
    const served = await folder.serve("start");
    expect(await json(`${served.api}/customers?order=id`)).toEqual([{ id: 1 }, { id: 2 }]);
    expect((await fetch(`${served.api}/orders`)).ok).toBe(false);
    expect(served.printed()).not.toContain("0123456789");
  });

  it("starts from the lock, and warns when the database has moved on", async () => {
    folder.write("isthmus.config.ts", config("{ anonymous: { '*': { read: true } } }"));
    expect((await folder.run("sync")).code).toBe(0);
    folder.sql("shop.db", "CREATE TABLE tags (id INTEGER PRIMARY KEY)");
    const served = await folder.serve("start");
    expect((await fetch(`${served.api}/orders`)).status).toBe(200);
    expect((await fetch(`${served.api}/tags`)).status).toBe(404);
    await eventually(
      async () => served.printed(),
      (text) => text.includes("run isthmus sync"),
    );
  });

  it("does not make an empty database of a name that was misspelt; with a lock it answers 503 until the file is there", async () => {
    folder.write("isthmus.config.ts", readable);
    await folder.run("sync");
    folder.write("isthmus.config.ts", readable.replace("shop.db", "shpo.db"));
    const served = await folder.serve("start");
    expect((await fetch(`${served.api}/customers`)).status).toBe(503);
    await served.stop();
    rmSync(path.join(folder.path, "isthmus.lock.json"));
    const { code, errors } = await folder.run("start");
    expect(code).toBe(1);
    expect(errors).toContain("sources.shop does not say what it holds: there is no file shpo.db\n");
    expect(existsSync(path.join(folder.path, "shpo.db"))).toBe(false);
  }, 20_000);

  it("shows from the start that its sources are up, and what is in flight", async () => {
    folder.write("isthmus.config.ts", readable);
    const served = await folder.serve("start");
    const metrics = (): Promise<string> => fetch(new URL("/metrics", served.health)).then((answer) => answer.text());
    await eventually(metrics, (text) => text.includes('isthmus_source_up{source="shop"} 1'));
    expect(await metrics()).toContain("isthmus_requests_in_flight 0");
    const { headers } = await fetch(`${served.api}/customers`);
    expect(headers.get("server-timing")?.replace(/[\d.]+/g, "n")).toBe(
      "authenticate;dur=n, parse;dur=n, execute;dur=n, render;dur=n, total;dur=n",
    );
  });

  it("ends with one sentence when the port is taken", async () => {
    folder.write("isthmus.config.ts", readable);
    const other = net.createServer();
    await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
    const { port } = other.address() as net.AddressInfo;
    const { code, errors } = await folder.run("start", "--port", String(port));
    other.close();
    expect(code).toBe(1);
    expect(errors).toMatch(new RegExp(`${port}.*(taken|in use).*--port 4100`));
    expect(errors).not.toMatch(/\n\s+at /);
  });

  it("names every fault of the configuration and does not start", async () => {
    folder.write(
      "isthmus.config.ts",
      config("{ anonymous: { order: { read: true }, customers: { read: { where: { nmae: 'x' } } } } }"),
    );
    const { code, errors } = await folder.run("start");
    expect(code).toBe(1);
    expect(errors).toContain(
      'roles.anonymous.order: there is no resource or operation "order"; did you mean "orders"?',
    );
    expect(errors).toContain(
      'roles.anonymous.customers.read.where.nmae: "customers" has no field or relation "nmae"; did you mean "name"?',
    );
  });

  it("says what is wrong when the configuration cannot be read", async () => {
    expect((await folder.run("start")).errors).toContain("There is no isthmus.config.ts in this folder");
    folder.write("isthmus.config.ts", "export default {");
    expect(await folder.run("start")).toMatchObject({
      code: 1,
      errors: expect.stringContaining("isthmus.config.ts cannot be read") as string,
    });
    folder.write("isthmus.config.ts", "enum A { B }\nexport default {};");
    expect((await folder.run("start")).errors).toContain("no enum, namespace or parameter property");
    folder.write("isthmus.config.ts", "export const config = {};");
    expect((await folder.run("start")).errors).toContain("no default export");
    folder.write("isthmus.config.ts", config("{}", 'auth: { jwt: { secret: secret("ISTHMUS_TEST_ABSENT") } }'));
    expect((await folder.run("start")).errors).toContain(
      "auth.jwt.secret: the environment variable ISTHMUS_TEST_ABSENT is not set",
    );
  });
});

describe("isthmus check, sync and types", () => {
  it("check names what is open to everybody, missing fields and missing indexes, and fails on faults alone", async () => {
    folder.write("isthmus.config.ts", readable);
    const good = await folder.run("check");
    expect(good.code).toBe(0);
    expect(good.output).toContain("customers: read all rows, all fields");
    expect(good.output).toContain("orders.customer_id: followed by the relation customers.orders");
    expect(good.output.indexOf("orders.customer_id")).toBeGreaterThan(good.output.indexOf("== Advice"));
    expect(good.output).toContain("== Faults: the server does not start with them\n\nNone.\n");
    folder.sql(
      "shop.db",
      "CREATE TABLE items (id INTEGER PRIMARY KEY, cost INT, price INT GENERATED ALWAYS AS (cost * 2) STORED)",
    );
    folder.write("isthmus.config.ts", config("{ staff: { items: { read: { except: ['cost'] } } } }"));
    const derived = await folder.run("check");
    expect(derived.code).toBe(0);
    expect(derived.output).toContain("items.price: generated from other fields, read by staff, who may not read cost");
    folder.write("isthmus.config.ts", config("{ staff: { customers: { read: { fields: ['id', 'mail'] } } } }"));
    const bad = await folder.run("check");
    expect(bad.code).toBe(1);
    expect(bad.output).toContain('roles.staff.customers.read.fields: "customers" has no field "mail"');
    expect(bad.output).toContain("Nothing is open to callers without a login.");
  }, 30_000);

  it("check names columns of times that are spelled in several ways", async () => {
    folder.write("isthmus.config.ts", readable);
    folder.sql(
      "shop.db",
      `CREATE TABLE visits (id INTEGER PRIMARY KEY, at TIMESTAMP, day DATE);
       INSERT INTO visits VALUES (1, '2024-01-02 03:04:05', '2024-01-02'), (2, '2024-01-02T03:04:05Z', '2024-01-03')`,
    );
    const { code, output } = await folder.run("check");
    expect(code).toBe(0);
    expect(output).toMatch(/Dates and times spelled in several ways.*:\n {2}visits\.at\n\n/);
  });

  it("check ends as always when its reader has seen enough", async () => {
    folder.write("isthmus.config.ts", readable);
    expect(await folder.runUnread("check")).toMatchObject({ code: 0, errors: "" });
  });

  it("sync writes the same file for the same database, and names what has changed", async () => {
    folder.write("isthmus.config.ts", readable);
    const file = path.join(folder.path, "isthmus.lock.json");
    expect((await folder.run("sync")).output).toContain("+ source shop (sqlite): 2 resources");
    const first = readFileSync(file, "utf8");
    expect((await folder.run("sync")).output).toBe("isthmus.lock.json is up to date.\n");
    folder.sql("shop.db", "ALTER TABLE orders ADD COLUMN note TEXT");
    const dry = await folder.run("sync", "--dry-run");
    expect(dry.code).toBe(1);
    expect(dry.output).toContain("+ orders: field note");
    expect(readFileSync(file, "utf8")).toBe(first);
    await folder.run("sync");
    expect(readFileSync(file, "utf8").split("\n").length).toBe(first.split("\n").length + 1);
  });

  it("types writes what defineConfig<Catalog> takes", async () => {
    folder.write("isthmus.config.ts", readable);
    expect((await folder.run("types")).output).toBe("2 resources and 0 operations written to isthmus.types.ts.\n");
    const text = readFileSync(path.join(folder.path, "isthmus.types.ts"), "utf8");
    expect(text).toContain('relations: { customer: "customers" };');
    expect(text).toMatch(/customers: \{\s+fields: \{\s+id: number;\s+name: string;/);
  });

  it("key create prints a key, and a hash that fits it", async () => {
    const { output } = await folder.run("key", "create", "till-1");
    expect(output).toMatch(/isk_till-1_[0-9a-f]{64}/);
    expect(output).toMatch(/id: "till-1", hash: "sha256:[0-9a-f]{64}"/);
    expect((await folder.run("key", "create", "a b")).code).toBe(1);
  });
});

// The command line as its user meets it: a real process, a real database, real requests.

import { readFileSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Folder } from "../../../test/kit/command-line.ts";
import { config, createShopFolder, readable } from "./testing/shop-folder.ts";

let folder: Folder;

beforeEach(() => {
  folder = createShopFolder();
});
afterEach(() => folder.remove());

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

  it("check tells what a database's user may do beyond what is needed, and nothing where that is right", async () => {
    const title = "The database's user may do more than is needed";
    folder.write("isthmus.config.ts", readable);
    const { code, output } = await folder.run("check");
    expect(code).toBe(0);
    expect(output).toContain(`${title}:\n  shop: no role writes anything, and `);
    folder.write("isthmus.config.ts", config("{ staff: { customers: { read: true, update: true } } }"));
    expect((await folder.run("check")).output).not.toContain(title);
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
    expect(text).toMatch(/relations: \{\s+customer: \{ to: "customers"; many: false;/);
    expect(text).toMatch(/customers: \{\s+fields: \{\s+id: number;\s+name: string;/);
  });

  it("key create prints a key, and a hash that fits it", async () => {
    const { output } = await folder.run("key", "create", "till-1");
    expect(output).toMatch(/isk_till-1_[0-9a-f]{64}/);
    expect(output).toMatch(/id: "till-1", hash: "sha256:[0-9a-f]{64}"/);
    expect((await folder.run("key", "create", "a b")).code).toBe(1);
  });
});

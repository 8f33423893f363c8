// The commands that print for others to read: a schema for code generators, triggers for a database.

import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { administer, createTestDatabase } from "../../../test/kit/servers.ts";
import type { Folder } from "../../../test/kit/command-line.ts";
import { config, createShopFolder } from "./testing/shop-folder.ts";

let folder: Folder;

beforeEach(() => {
  folder = createShopFolder();
});
afterEach(() => folder.remove());

describe("isthmus graphql schema", () => {
  it("prints all there is, or what one role sees", async () => {
    folder.write("isthmus.config.ts", config("{ staff: { customers: { read: { fields: ['id', 'name'] } } } }"));
    const all = await folder.run("graphql", "schema");
    expect([all.code, all.errors]).toEqual([0, ""]);
    for (const part of ["type Mutation {", "type customers {", "orders_connection(", "scalar bigint"])
      expect(all.output).toContain(part);
    const staff = await folder.run("graphql", "schema", "--role", "staff");
    expect(staff.code).toBe(0);
    expect(staff.output).toMatch(/type customers \{\s+id: \w+!?\s+name: \w+!?\s+\}/);
    for (const part of ["Mutation", "orders", "email"]) expect(staff.output).not.toContain(part);
    const nobody = await folder.run("graphql", "schema", "--role", "boss");
    expect(nobody.code).toBe(1);
    expect(nobody.errors).toContain('The configuration has no role "boss": it has staff');
  }, 30_000);
});

describe("isthmus sql triggers", () => {
  it("says that SQLite needs none, and names a source that is not there", async () => {
    folder.write("isthmus.config.ts", config("{}"));
    const none = await folder.run("sql", "triggers");
    expect([none.code, none.output]).toEqual([1, ""]);
    expect(none.errors).toContain("changes of an SQLite file are noticed without");
    expect((await folder.run("sql", "triggers", "moon")).errors).toContain('There is no source "moon"');
  }, 30_000);

  it("prints for PostgreSQL what can be run, twice too, and makes its tables tell of changes", async () => {
    const { url, drop } = await createTestDatabase();
    try {
      await administer(url, "create table teas (id int primary key); create view few as select * from teas");
      folder.write(
        "isthmus.config.ts",
        `import { defineConfig, postgres } from "isthmus";\nexport default defineConfig({ sources: { shop: postgres({ url: ${JSON.stringify(url)} }) } });\n`,
      );
      const { code, output } = await folder.run("sql", "triggers");
      expect(code).toBe(0);
      expect(output).toContain("teas");
      expect(output).not.toContain("few");
      for (let times = 0; times < 2; times++) await administer(url, output);
      await administer(
        url,
        "do $$ begin assert (select count(*) from pg_trigger where tgrelid = 'teas'::regclass and not tgisinternal) > 0; end $$",
      );
    } finally {
      await drop();
    }
  }, 30_000);
});

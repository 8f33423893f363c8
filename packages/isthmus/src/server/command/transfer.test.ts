import { readFileSync } from "node:fs";
import path from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { createFolder, type Folder } from "../../../test/kit/command-line.ts";

let folder: Folder | undefined;
afterEach(() => folder?.remove());

function shop(): Folder {
  folder = createFolder();
  folder.sql("shop.db", "create table things (id integer primary key, name text not null, owner text)");
  folder.write(
    "isthmus.config.ts",
    `import { claim, defineConfig, sqlite } from "isthmus";
    export default defineConfig({
      sources: { shop: sqlite({ file: "shop.db" }) },
      roles: {
        loader: { things: { read: { export: true }, insert: { fields: ["id", "name"], set: { owner: claim("sub") } } } },
        reader: { things: { read: true } },
      },
    });`,
  );
  return folder;
}

describe("isthmus import and isthmus export", { timeout: 90_000 }, () => {
  it("write a file's rows under a role's policies, name what is refused, and give them out again", async () => {
    const { write, run, path: place } = shop();
    write("things.csv", "id,name\n1,one\n2,\n3,three\n");
    const loader = ["--as-role", "loader", "--claim", "sub=me"];
    const tried = await run("import", "things.csv", "things", ...loader, "--dry-run");
    expect([tried.code, tried.errors]).toEqual([1, expect.stringContaining("3 rows: 2 written, 1 refused.")]);
    const imported = await run("import", "things.csv", "things", ...loader);
    expect(imported.errors).toContain("line 3: ");
    expect(imported.errors).toContain("3 rows: 2 written, 1 refused.");
    expect((await run("export", "things", "-", ...loader, "--query", "order=id.desc")).output).toBe(
      '{"id":3,"name":"three","owner":"me"}\n{"id":1,"name":"one","owner":"me"}\n',
    );
    expect((await run("export", "things", "out.csv", ...loader)).code).toBe(0);
    expect(readFileSync(path.join(place, "out.csv"), "utf8")).toBe("id,name,owner\n1,one,me\n3,three,me\n");
    const again = await run("import", "things.csv", "things", ...loader, "--duplicates", "ignore", "--refused", "0");
    expect(again.code).toBe(1);
    expect(again.errors).toContain("It ended behind line 2: Line 3 was refused");
  });

  it("say in a sentence what cannot be", async () => {
    const { write, run } = shop();
    write("things.ndjson", '{"id":1,"name":"one"}\n');
    const refusal = async (...args: readonly string[]) => {
      const { code, errors } = await run(...args);
      expect(code).toBe(1);
      return errors;
    };
    expect(await refusal("export", "things", "--as-role", "reader")).toContain("may be read, but not exported");
    expect(await refusal("import", "things.ndjson", "things", "--as-role", "nobody")).toContain('no role "nobody"');
    expect(await refusal("import", "things.ndjson", "things")).toContain("--as-role");
    expect(await refusal("import", "absent.ndjson", "things", "--as-role", "loader")).toContain("no file");
  });
});

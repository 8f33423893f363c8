import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { readDocument } from "./read.ts";

const folder = mkdtempSync(path.join(tmpdir(), "isthmus-openapi-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, text: string): string {
  const place = path.join(folder, name);
  writeFileSync(place, text);
  return place;
}

describe("a document", () => {
  it("is read from JSON and from YAML, with and without a byte order mark", async () => {
    expect((await readDocument(file("a.json", '\uFEFF{"openapi":"3.1.0"}'))).version).toBe("3.1");
    expect((await readDocument(file("a.yaml", "openapi: 3.0.1\npaths: {}\n"))).version).toBe("3.0");
    expect((await readDocument(file("b.yaml", "swagger: 2.0\n"))).version).toBe("2.0");
  });

  it("that is none is refused with its name and the reason", async () => {
    await expect(readDocument(path.join(folder, "none.json"))).rejects.toMatchObject({
      code: "ISTHMUS105",
      message: expect.stringContaining("none.json") as string,
    });
    await expect(readDocument(file("c.json", "{"))).rejects.toMatchObject({ code: "ISTHMUS105" });
    await expect(readDocument(file("c.yaml", "a: [\n"))).rejects.toMatchObject({ code: "ISTHMUS105" });
  });

  it("whose anchors stand for ever more anchors is refused", async () => {
    const lines = Array.from(
      { length: 12 },
      (_, i) => `a${i}: &a${i} [${Array.from({ length: 10 }, () => (i === 0 ? "x" : `*a${i - 1}`)).join(", ")}]`,
    );
    await expect(readDocument(file("bomb.yaml", `openapi: 3.0.0\n${lines.join("\n")}\n`))).rejects.toMatchObject({
      code: "ISTHMUS105",
    });
  });

  it("in YAML has no types of its own and pollutes nothing", async () => {
    const { root } = await readDocument(
      file("d.yaml", 'openapi: 3.0.0\n"__proto__": { polluted: 1 }\nx: !!js/function "function(){}"\n'),
    ).catch(() => ({ root: {} }));
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
    expect(typeof (root as Record<string, unknown>)["x"]).not.toBe("function");
  });
});

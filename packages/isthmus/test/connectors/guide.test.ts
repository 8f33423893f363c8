// The connector of docs/guides/writing-a-connector.md, as its reader would have it in a folder: compiled, and served in the sandbox.

import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createFolder, type Folder } from "../kit/command-line.ts";
import { caller } from "../sandbox/shop.ts";

const root = path.join(import.meta.dirname, "../../../..");
const guide = readFileSync(path.join(root, "docs/guides/writing-a-connector.md"), "utf8");
let folder: Folder;

beforeAll(() => {
  folder = createFolder();
  for (const [, name = "", code = ""] of guide.matchAll(/```ts\n\/\/ (\S+\.ts)\n([\s\S]*?)```/g))
    folder.write(name, code);
  folder.write(
    "isthmus.config.ts",
    `import { defineConfig, secret } from "isthmus";
     import { easypost } from "./easypost.ts";
     export default defineConfig({
       sources: { ships: easypost({ key: secret("EASYPOST_KEY") }) },
       roles: { anonymous: { "*": { read: true, call: true } } },
       server: { port: 0, admin: { port: 0 } },
     });`,
  );
});
afterAll(() => folder?.remove());

describe("the guide's connector", () => {
  it("compiles", async () => {
    const source = path.join(root, "packages/isthmus");
    folder.write("package.json", '{ "type": "module" }');
    folder.write(
      "tsconfig.json",
      JSON.stringify({
        extends: path.join(source, "tsconfig.json"),
        compilerOptions: {
          noEmit: true,
          types: ["node"],
          typeRoots: [path.join(root, "node_modules/@types")],
          paths: {
            isthmus: [path.join(source, "src/index.ts")],
            "isthmus/connectors": [path.join(source, "src/connectors/index.ts")],
          },
        },
        include: ["*.ts"],
      }),
    );
    const compiler = path.join(root, "node_modules/typescript/bin/tsc");
    const run = promisify(execFile)(process.execPath, [compiler, "-p", folder.path]);
    const said = await run.then(
      ({ stdout }) => stdout,
      (error: { stdout?: string }) => error.stdout ?? String(error),
    );
    expect(said).toBe("");
  }, 60_000);

  it("is served in the sandbox: called, read like a table, its soft failure told", async () => {
    const served = await folder.serve("dev", "--sandbox");
    const call = caller(served.api);
    const made = await call("main.track", { tracker: { tracking_code: "EZ1" } });
    expect([made.status, made.body?.["status"], made.headers.get("isthmus-sandbox")]).toEqual([
      200,
      "in_transit",
      "ships",
    ]);
    const rows = await fetch(`${served.api}/trackers?tracking_code=eq.EZ1&select=id,carrier`);
    expect(await rows.json()).toEqual([{ id: made.body?.["id"], carrier: "USPS" }]);
    const soft = await call("main.track", { tracker: { tracking_code: "EZ0" } });
    expect([soft.status, soft.body?.["code"]]).toEqual([502, "ISTHMUS612"]);
    expect(served.printed()).toContain("ships");
  });
});

// The command line as its user meets it: a real process, a real database, real requests.

import net from "node:net";
import { existsSync, rmSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { eventually, type Folder } from "../../../test/kit/command-line.ts";
import { config, createShopFolder, json, readable } from "./testing/shop-folder.ts";

let folder: Folder;

beforeEach(() => {
  folder = createShopFolder();
});
afterEach(() => folder.remove());

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

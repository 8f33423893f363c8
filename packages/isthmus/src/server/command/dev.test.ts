// The command line as its user meets it: a real process, a real database, real requests.

import net from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { eventually, type Folder } from "../../../test/kit/command-line.ts";
import { config, createShopFolder, json, readable } from "./testing/shop-folder.ts";

let folder: Folder;

beforeEach(() => {
  folder = createShopFolder();
});
afterEach(() => folder.remove());

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

import { once } from "node:events";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { get, type IncomingMessage } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { mirror, open } from "../../../test/kit/open-http.ts";

let folder = "";

beforeAll(async () => {
  const root = await mkdtemp(path.join(tmpdir(), "isthmus-site-"));
  folder = path.join(root, "dist");
  await mkdir(path.join(folder, "assets"), { recursive: true });
  await writeFile(path.join(folder, "index.html"), "<!doctype html><title>Shop</title>");
  await writeFile(path.join(folder, "assets/app-1a2b.js"), "export {};");
  await writeFile(path.join(folder, "assets/app-1a2b.js.br"), "compressed");
  await writeFile(path.join(folder, ".env"), "SECRET=1");
  await writeFile(path.join(root, "outside.txt"), "outside");
});

afterAll(() => rm(path.dirname(folder), { recursive: true }));

const page = { headers: { accept: "text/html,*/*;q=0.8" } };

describe("a site", () => {
  it("is served where no interface is: its index at the root and at every path that a page draws by itself", async () => {
    const { address } = await open(mirror, { site: { folder } });
    for (const at of ["/", "/products/7", "/basket?x=1"]) {
      const response = await fetch(address + at, page);
      expect(response.status).toBe(200);
      expect(await response.text()).toContain("<title>Shop</title>");
      expect(response.headers.get("content-type")).toMatch(/^text\/html/);
      expect(response.headers.get("cache-control")).toBe("no-cache");
      expect(response.headers.get("content-security-policy")).toContain("default-src 'self'");
      expect(response.headers.get("x-content-type-options")).toBe("nosniff");
    }
    expect(await (await fetch(`${address}/api/orders`, page)).json()).toMatchObject({ path: "/orders" });
    expect((await fetch(`${address}/health/live`)).status).toBe(200);
  });

  it("lets browsers keep for a year what is named by its content, and asks of all else whether it has changed", async () => {
    const { address } = await open(mirror, { site: { folder } });
    const script = await fetch(`${address}/assets/app-1a2b.js`, { headers: { "accept-encoding": "identity" } });
    expect(await script.text()).toBe("export {};");
    expect(script.headers.get("content-type")).toMatch(/javascript/);
    expect(script.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
    const index = await fetch(`${address}/`, page);
    // `fetch` would ask for a fresh copy beside the tag; a browser does not.
    const asking = get(`${address}/`, { headers: { "if-none-match": index.headers.get("etag") ?? "" } });
    const [again] = (await once(asking, "response")) as [IncomingMessage];
    expect(again.resume().statusCode).toBe(304);
  });

  it("sends what the bundler compressed to whoever takes it", async () => {
    const { address } = await open(mirror, { site: { folder } });
    const response = await fetch(`${address}/assets/app-1a2b.js`, {
      method: "HEAD",
      headers: { "accept-encoding": "br" },
    });
    expect(response.headers.get("content-encoding")).toBe("br");
    expect(response.headers.get("content-type")).toMatch(/javascript/);
  });

  it("tells a script or a program that there is nothing, instead of giving it a page", async () => {
    const { address } = await open(mirror, { site: { folder } });
    for (const at of ["/assets/gone.js", "/nothing"]) {
      const response = await fetch(address + at, { headers: { accept: "*/*" } });
      expect(response.status).toBe(404);
      expect(await response.json()).toMatchObject({ code: "ISTHMUS404" });
    }
    expect((await fetch(`${address}/basket`, { method: "POST", ...page })).status).toBe(404);
  });

  it("gives out nothing that lies outside its folder or begins with a point", async () => {
    const { address } = await open(mirror, { site: { folder } });
    for (const at of ["/.env", "/..%2foutside.txt", "/%2e%2e/outside.txt", "/assets/..%5c..%5coutside.txt", "/%00"]) {
      const response = await fetch(address + at, { headers: { accept: "*/*" } });
      expect([400, 403, 404], at).toContain(response.status);
      expect(await response.text(), at).not.toMatch(/SECRET|outside$/);
    }
  });

  it("is refused at the start, in words, where there is none", async () => {
    await expect(open(mirror, { site: { folder: path.join(folder, "gone") } })).rejects.toMatchObject({
      code: "ISTHMUS116",
    });
  });
});

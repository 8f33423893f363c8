import { describe, expect, it } from "vitest";
import type { Interface, Request } from "../../core/index.ts";
import { bodyOf, face, get, mirror, open, raw } from "../../../test/kit/open-http.ts";
import type { Serve } from "./serve.ts";

describe("a request", () => {
  it.each([
    ["/api", "/", ""],
    ["/api/", "/", ""],
    ["/api?a=1", "/", "a=1"],
    ["/api/products?id=eq.1&x=%2F", "/products", "id=eq.1&x=%2F"],
    ["/api//products", "//products", ""],
    ["/api/a%2Fb/%2e%2e/%00?", "/a%2Fb/%2e%2e/%00", ""],
    ["/api/../secret", "/../secret", ""],
    ["/api/./a;b=c,d", "/./a;b=c,d", ""],
    ["/api/a?b?c", "/a", "b?c"],
    ["http://elsewhere.example/api/products?x", "/products", "x"],
  ])("%s comes to the engine with its path and query untouched", async (url, path, query) => {
    const { port, address } = await open();
    expect(bodyOf(await raw(port, get(url)))).toMatchObject({
      method: "GET",
      path,
      query,
      body: "",
      base: `${address}/api`,
    });
  });

  it.each(["/apix", "/", "/other/api/x", "/api%2Fproducts", "//api/products"])(
    "to %s is not the interface's",
    async (url) => {
      const { port } = await open();
      const answer = await raw(port, get(url));
      expect(answer).toMatch(/^HTTP\/1\.1 404 /);
      expect(bodyOf(answer)).toMatchObject({
        code: "ISTHMUS404",
        message: expect.stringContaining("the API is at /api"),
      });
    },
  );

  it("finds the interface of the longest mount, and one at the root under all", async () => {
    const other: Interface = { ...face, name: "other" };
    const named: Serve = (incoming) => ({
      status: 200,
      headers: {},
      body: JSON.stringify([incoming.interface.name, incoming.request.path]),
    });
    const { address } = await open(named, {
      mounts: [
        { path: "/", interface: face },
        { path: "/api/other", interface: other },
      ],
    });
    const ask = async (path: string): Promise<unknown> => (await fetch(address + path)).json();
    expect(await ask("/api/other/x")).toEqual(["other", "/x"]);
    expect(await ask("/api/otherwise")).toEqual(["mirror", "/api/otherwise"]);
    expect(await ask("/")).toEqual(["mirror", "/"]);
    expect(await ask("/health/live")).toEqual({ status: "ok" });
  });

  it("brings its credentials, its headers in lower case and its body", async () => {
    const { address } = await open();
    const response = await fetch(`${address}/api/x`, {
      method: "POST",
      headers: { Authorization: "Bearer abc", "X-API-Key": "isk", Prefer: "return=minimal" },
      body: '{"name":"Käse 🧀"}',
    });
    expect(await response.json()).toMatchObject({
      method: "POST",
      body: '{"name":"Käse 🧀"}',
      credentials: { authorization: "Bearer abc", apiKey: "isk" },
      headers: { prefer: "return=minimal" },
    });
  });

  it("keeps its base from the configuration, whatever its Host says", async () => {
    const { port } = await open(mirror, { origin: "https://shop.example" });
    const answer = await raw(
      port,
      "GET /api/x HTTP/1.1\r\nHost: evil.example\r\nX-Forwarded-Host: evil.example\r\nConnection: close\r\n\r\n",
    );
    expect(bodyOf(answer)["base"]).toBe("https://shop.example/api");
  });

  it("with a header given twice brings neither of the two alone", async () => {
    const { port } = await open();
    const answer = await raw(
      port,
      get("/api/x", "Authorization: Bearer a\r\nAuthorization: Bearer b\r\nX-API-Key: a\r\nX-API-Key: b\r\n"),
    );
    expect(bodyOf(answer)).toMatchObject({ credentials: { authorization: "Bearer a, Bearer b", apiKey: "a, b" } });
  });

  it("has text in every header, whatever it sends", async () => {
    const { port } = await open();
    const answer = await raw(
      port,
      get("/api/x", "Set-Cookie: a\r\nSet-Cookie: b\r\n__proto__: x\r\nconstructor: y\r\n"),
    );
    const headers = bodyOf(answer)["headers"] as Record<string, unknown>;
    expect(Object.values(headers).every((value) => typeof value === "string")).toBe(true);
    expect(headers["set-cookie"]).toBeUndefined();
  });

  it("gets every answer with its id, its time and no sniffing", async () => {
    const { address } = await open();
    const { headers } = await fetch(`${address}/api/x`);
    expect(headers.get("x-request-id")).toMatch(/^[\w.-]{6,64}$/);
    expect(headers.get("server-timing")).toMatch(/^total;dur=\d+(\.\d+)?$/);
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    const untimed = await open(mirror, { timing: false });
    expect((await fetch(`${untimed.address}/api/x`)).headers.has("server-timing")).toBe(false);
  });

  it.each([
    ["abc-1.2_X", true],
    ["x".repeat(64), true],
    ["x".repeat(65), false],
    ["a b", false],
    ['"><script>', false],
  ])("keeps the id %j it came with: %s", async (id, kept) => {
    const { address } = await open();
    const response = await fetch(`${address}/api/x`, { headers: { "X-Request-Id": id } });
    expect(response.headers.get("x-request-id") === id).toBe(kept);
    expect(((await response.json()) as Request).id).toBe(response.headers.get("x-request-id"));
  });

  it("continues the trace it came with as a span of its own", async () => {
    let trace: string | undefined;
    const { address } = await open((incoming) => {
      trace = incoming.trace;
      return { status: 200, headers: {}, body: "" };
    });
    const { headers } = await fetch(`${address}/api/x`, {
      headers: { traceparent: `00-${"a".repeat(32)}-${"b".repeat(16)}-01` },
    });
    expect(trace).toBe("a".repeat(32));
    expect(headers.get("traceparent")).toMatch(new RegExp(`^00-a{32}-(?!b{16})[0-9a-f]{16}-01$`));
  });

  it("by HEAD gets the headers of the answer, its length too, and no body", async () => {
    const { port } = await open(() => ({ status: 200, headers: {}, body: "12345" }));
    const answer = await raw(port, get("/api/x").replace("GET", "HEAD"));
    expect(answer).toMatch(/content-length: 5\r\n/);
    expect(answer.endsWith("\r\n\r\n")).toBe(true);
  });

  it.each([204, 304])("answered %d has no body and no length", async (status) => {
    const { port } = await open(() => ({ status, headers: {}, body: null }));
    expect(await raw(port, get("/api/x"))).not.toMatch(/content-length|transfer-encoding/i);
  });

  it("gets bytes and repeated headers as the interface gave them", async () => {
    const { address } = await open(() => ({
      status: 201,
      headers: { "Set-Cookie": ["a=1", "b=2"] },
      body: Buffer.from([0, 255, 1]),
    }));
    const response = await fetch(`${address}/api/x`);
    expect(response.status).toBe(201);
    expect(response.headers.getSetCookie()).toEqual(["a=1", "b=2"]);
    expect([...new Uint8Array(await response.arrayBuffer())]).toEqual([0, 255, 1]);
  });

  it.each<[string, Serve]>([
    [
      "throws",
      () => {
        throw new Error("canary-99");
      },
    ],
    ["rejects", () => Promise.reject(new Error("canary-99"))],
    [
      "gives a header with a line break",
      () => ({ status: 200, headers: { "x-bad": "a\r\nset-cookie: canary-99=1" }, body: "x" }),
    ],
  ])("whose answer %s gets 500 without the cause, which is recorded", async (_, serve) => {
    const { port, recorded } = await open(serve);
    const answer = await raw(port, get("/api/x"));
    expect(answer).toMatch(/^HTTP\/1\.1 500 /);
    expect(answer).not.toContain("canary-99");
    expect(recorded()).toMatchObject([{ status: 500, code: "ISTHMUS500", cause: expect.any(Error) }]);
  });
});

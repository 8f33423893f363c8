import { describe, expect, it } from "vitest";
import { get, mirror, open, raw } from "../../../test/kit/open-http.ts";
import type { HttpServerOptions } from "./options.ts";

describe("web pages of other origins", () => {
  const preflight = (address: string, origin: string): Promise<Response> =>
    fetch(`${address}/api/x`, {
      method: "OPTIONS",
      headers: {
        Origin: origin,
        "Access-Control-Request-Method": "PATCH",
        "Access-Control-Request-Headers": "prefer, x-api-key",
      },
    });

  it.each<[string, HttpServerOptions["cors"], string | null]>([
    ["http://localhost:5173", undefined, "http://localhost:5173"],
    ["https://evil.example", undefined, null],
    ["http://localhost.evil.example", undefined, null],
    ["null", undefined, null],
    ["https://shop.example", { origins: ["https://shop.example"] }, "https://shop.example"],
    ["https://shop.example.evil.example", { origins: ["https://shop.example"] }, null],
    ["http://localhost:5173", { origins: ["https://shop.example"] }, null],
    ["https://any.example", { origins: "*" }, "*"],
  ])("%s under %j may read: %s", async (origin, cors, allowed) => {
    const { address } = await open(mirror, cors === undefined ? {} : { cors });
    const asked = await preflight(address, origin);
    expect(asked.status).toBe(allowed === null ? 403 : 204);
    expect(asked.headers.get("access-control-allow-origin")).toBe(allowed);
    const answer = await fetch(`${address}/api/x`, { headers: { Origin: origin } });
    const readable = answer.headers.get("access-control-expose-headers") ?? "";
    for (const name of [
      "Next-Cursor",
      "Link",
      "Idempotency-Replayed",
      "ETag",
      "Location",
      "Content-Range",
      "Preference-Applied",
      "Retry-After",
    ]) {
      expect(readable.split(", ").includes(name)).toBe(allowed !== null);
    }
    expect(answer.status).toBe(200);
    expect(answer.headers.get("access-control-allow-origin")).toBe(allowed);
    expect(answer.headers.get("access-control-allow-credentials")).toBe(null);
    expect(answer.headers.get("vary")).toBe(cors?.origins === "*" ? null : "Origin");
  });

  it("learn which methods and headers they may send", async () => {
    const { address } = await open();
    const { headers } = await preflight(address, "http://localhost:1");
    expect(headers.get("access-control-allow-methods")).toContain("PATCH");
    expect(headers.get("access-control-allow-headers")).toBe("prefer, x-api-key");
    expect(headers.get("access-control-max-age")).toBe("86400");
  });

  it("do not take the interface's own Vary away", async () => {
    const { address } = await open(() => ({ status: 200, headers: { Vary: "Accept" }, body: "" }));
    expect((await fetch(`${address}/api/x`)).headers.get("vary")).toBe("Accept, Origin");
  });

  it("that gave their own name this machine's address are refused where only this machine is served", async () => {
    const { port } = await open(mirror, { loopbackHostOnly: true });
    expect(await raw(port, get("/api/x").replace("Host: localhost", "Host: evil.example:4000"))).toMatch(
      /^HTTP\/1\.1 421 /,
    );
    for (const host of ["localhost:4000", "127.0.0.1", "[::1]:4000", "shop.localhost"]) {
      expect(await raw(port, get("/api/x").replace("Host: localhost", `Host: ${host}`))).toMatch(/^HTTP\/1\.1 200 /);
    }
  });

  it("leave a plain OPTIONS to the interface", async () => {
    const { address } = await open();
    expect(await (await fetch(`${address}/api/x`, { method: "OPTIONS" })).json()).toMatchObject({ method: "OPTIONS" });
  });
});

import { describe, expect, it, vi } from "vitest";
import { mirror, open } from "../../../test/kit/open-http.ts";

describe("fixed routes", () => {
  it("say that the server lives, and whether its sources do", async () => {
    let up = true;
    const { address } = await open(mirror, {
      sources: () => [
        { name: "shop", up },
        { name: "tax", up: true },
      ],
    });
    expect((await fetch(`${address}/health/live`)).status).toBe(200);
    expect((await fetch(`${address}/health/ready`)).status).toBe(200);
    up = false;
    const response = await fetch(`${address}/health/ready`);
    expect(response.status).toBe(503);
    expect(await response.json()).toEqual({ status: "unavailable", sources: { shop: "down", tax: "up" } });
    expect((await fetch(`${address}/health/live`, { method: "HEAD" })).status).toBe(200);
  });

  it("serve pages under an interface's mount, with a body that is made once", async () => {
    const body = vi.fn(async () => "<title>docs</title>");
    const page = {
      path: "/api/docs",
      type: "text/html; charset=utf-8",
      body,
      headers: { "content-security-policy": "default-src 'self'" },
    };
    const { address } = await open(mirror, { pages: [page] });
    for (const path of ["/api/docs", "/api/docs?x=1"]) {
      const response = await fetch(address + path);
      expect(await response.text()).toBe("<title>docs</title>");
      expect(response.headers.get("content-type")).toBe("text/html; charset=utf-8");
      expect(response.headers.get("content-security-policy")).toBe("default-src 'self'");
      expect(response.headers.get("x-content-type-options")).toBe("nosniff");
    }
    expect(body).toHaveBeenCalledTimes(1);
    expect(await (await fetch(`${address}/api/docs/x`)).json()).toMatchObject({ path: "/docs/x" });
  });

  it("try a page again whose making failed, and do not show why it did", async () => {
    const body = vi.fn(async () => "fine").mockRejectedValueOnce(new Error("canary-5"));
    const { address } = await open(mirror, { pages: [{ path: "/docs", type: "text/plain", body }] });
    const failed = await fetch(`${address}/docs`);
    expect(failed.status).toBe(500);
    expect(await failed.text()).not.toContain("canary-5");
    expect(await (await fetch(`${address}/docs`)).text()).toBe("fine");
  });

  it("give metrics on the admin listener alone", async () => {
    const { address, admin } = await open(mirror, { admin: { port: 0, metrics: async () => "up 1\n" } });
    const response = await fetch(`${admin}/metrics`);
    expect(await response.text()).toBe("up 1\n");
    expect(response.headers.get("content-type")).toContain("text/plain");
    expect((await fetch(`${admin}/health/ready`)).status).toBe(200);
    expect((await fetch(`${admin}/api/x`)).status).toBe(404);
    expect((await fetch(`${address}/metrics`)).status).toBe(404);
  });

  it("ask for the admin listener's token, where it has one", async () => {
    const token = "a-token-of-some-length";
    const { admin } = await open(mirror, { admin: { port: 0, token, metrics: async () => "up 1\n" } });
    const status = async (authorization?: string): Promise<number> =>
      (await fetch(`${admin}/metrics`, authorization === undefined ? {} : { headers: { authorization } })).status;
    expect(await status()).toBe(401);
    expect(await status(`Bearer ${token}x`)).toBe(401);
    expect(await status(`Bearer ${token}`)).toBe(200);
    expect((await fetch(`${admin}/health/live`)).status).toBe(401);
  });
});

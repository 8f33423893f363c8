// Which instance is asked: by turns, by weight, by what it has to do, by something of the caller; and which version.

import { describe, expect, it } from "vitest";
import type { UpstreamOptions } from "../../src/core/index.ts";
import { openDoor, service } from "../kit/open-routes.ts";

const named = (name: string) => service((_, response) => void response.end(name));

async function counts(
  options: UpstreamOptions,
  times: number,
  headersOf: (at: number) => Record<string, string> = () => ({}),
) {
  const { address } = await openDoor({ "/legacy/*": options });
  const seen: Record<string, number> = {};
  for (let at = 0; at < times; at += 20) {
    const answers = await Promise.all(
      Array.from({ length: Math.min(20, times - at) }, async (_, more) =>
        (await fetch(`${address}/legacy/x`, { headers: headersOf(at + more) })).text(),
      ),
    );
    for (const name of answers) seen[name] = (seen[name] ?? 0) + 1;
  }
  return { seen, address };
}

describe("instances", () => {
  it("take turns, by weight", async () => {
    const [a, b] = [await named("a"), await named("b")];
    const targets = [{ url: a.origin, weight: 3 }, { url: b.origin }];
    expect((await counts({ targets, balance: "round-robin" }, 40)).seen).toEqual({ a: 30, b: 10 });
  });

  it("that have less to do are asked first", async () => {
    const slow = await service((_, response) => void setTimeout(() => response.end("slow"), 400));
    const fast = await named("fast");
    const { seen } = await counts({ targets: [slow.origin, fast.origin] }, 60);
    expect(seen["fast"]).toBeGreaterThanOrEqual(40 - (seen["slow"] ?? 0) / 2);
    expect(seen["slow"]).toBeGreaterThan(0);
  });

  it("keep their callers by header, and take over those alone whose own is gone", async () => {
    const services = [await named("a"), await named("b"), await named("c")];
    const targets = services.map(({ origin }) => origin);
    const { address } = await openDoor({ "/legacy/*": { targets, balance: { hash: { header: "x-user" } } } });
    const whose = async () => {
      const found: string[] = [];
      for (let user = 0; user < 60; user++)
        found.push(await (await fetch(`${address}/legacy/x`, { headers: { "x-user": `user ${user}` } })).text());
      return found;
    };
    const before = await whose();
    expect(await whose()).toEqual(before);
    expect(new Set(before).size).toBe(3);
    services[1]?.server.close();
    services[1]?.server.closeAllConnections();
    const after = await whose();
    for (const [user, name] of before.entries()) {
      if (name !== "b") expect(after[user]).toBe(name);
      else expect(after[user]).not.toBe("b");
    }
  });
});

describe("a next version", () => {
  it("gets a tenth of the callers, by a number each of them is given and keeps", async () => {
    const [old, next] = [await named("old"), await named("next")];
    const options = { targets: old.origin, canary: { targets: next.origin, share: 0.1 } };
    const { seen, address } = await counts(options, 2_000);
    expect(seen["next"]).toBeGreaterThan(140);
    expect(seen["next"]).toBeLessThan(260);
    const first = await fetch(`${address}/legacy/x`);
    const [cookie = ""] = first.headers.getSetCookie();
    expect(cookie).toMatch(/^isthmus-canary=\d{1,4}; Path=\/legacy; Max-Age=\d+; HttpOnly; SameSite=Lax$/);
    const name = await first.text();
    for (let at = 0; at < 20; at++) {
      const again = await fetch(`${address}/legacy/x`, { headers: { cookie: cookie.split(";")[0] ?? "" } });
      expect([await again.text(), again.headers.getSetCookie()]).toEqual([name, []]);
    }
  });

  it("gets them by a header, and leaves them to the old one where nobody is well", async () => {
    const [old, next] = [await named("old"), await named("next")];
    const options = { targets: old.origin, canary: { targets: next.origin, share: 0.1, sticky: { header: "x-user" } } };
    const { seen, address } = await counts(options, 1_000, (at) => ({ "x-user": `user ${at}` }));
    expect(seen["next"]).toBeGreaterThan(60);
    expect(seen["next"]).toBeLessThan(140);
    next.server.close();
    next.server.closeAllConnections();
    for (let user = 0; user < 40; user++)
      expect(await (await fetch(`${address}/legacy/x`, { headers: { "x-user": `user ${user}` } })).text()).toBe("old");
  });
});

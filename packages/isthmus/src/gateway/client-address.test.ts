import { describe, expect, it } from "vitest";
import type { TrustedProxies } from "../core/index.ts";
import { addressText, parseAddress } from "./address.ts";
import { createClientOf } from "./client-address.ts";

const proxy = "10.0.0.1";
const client = (trusted: TrustedProxies | undefined, headers: Record<string, string>, peer = proxy): string =>
  addressText(createClientOf(trusted)(parseAddress(peer) ?? [], headers).address);

describe("whose request it is", () => {
  it("is told by nobody, unless proxies are trusted", () => {
    const headers = { "x-forwarded-for": "203.0.113.7", forwarded: "for=203.0.113.8", "x-real-ip": "203.0.113.9" };
    expect(client(undefined, headers)).toBe(proxy);
    expect(client([], headers)).toBe(proxy);
    expect(client(0, headers)).toBe(proxy);
  });

  it("is told by a trusted neighbour alone", () => {
    const headers = { "x-forwarded-for": "203.0.113.7" };
    expect(client(["10.0.0.0/8"], headers)).toBe("203.0.113.7");
    expect(client(["10.0.0.0/8"], headers, "198.51.100.1")).toBe("198.51.100.1");
    expect(client(["10.0.0.0/8"], headers, "::ffff:10.1.2.3")).toBe("203.0.113.7");
  });

  it("is read from the right, up to the first that nobody vouches for", () => {
    const headers = { "x-forwarded-for": "1.1.1.1, 203.0.113.7, 10.0.0.9" };
    expect(client(["10.0.0.0/8"], headers)).toBe("203.0.113.7");
    expect(client(2, headers)).toBe("203.0.113.7");
    expect(client(1, headers)).toBe("10.0.0.9");
    expect(client(9, { "x-forwarded-for": "203.0.113.7" })).toBe("203.0.113.7");
  });

  it("stays with the last that is known where a name is obfuscated or nonsense", () => {
    expect(client(["10.0.0.0/8"], { "x-forwarded-for": "unknown" })).toBe(proxy);
    expect(client(["10.0.0.0/8"], { "x-forwarded-for": "203.0.113.7, _hidden" })).toBe(proxy);
    expect(client(["10.0.0.0/8"], { "x-forwarded-for": "203.0.113.7," })).toBe(proxy);
    expect(client(["10.0.0.0/8"], { "x-forwarded-for": "'; drop table" })).toBe(proxy);
  });

  it("may have a port, and brackets", () => {
    expect(client(1, { "x-forwarded-for": "203.0.113.7:4711" })).toBe("203.0.113.7");
    expect(client(1, { "x-forwarded-for": "[2001:db8::1]:4711" })).toBe("2001:db8:0:0:0:0:0:1");
  });

  it("is read from one header alone: the other is passed on by proxies as anybody sends it", () => {
    const headers = { forwarded: "for=203.0.113.8", "x-forwarded-for": "203.0.113.7" };
    expect(client(["10.0.0.0/8"], headers)).toBe("203.0.113.7");
    expect(client({ from: ["10.0.0.0/8"], header: "forwarded" }, headers)).toBe("203.0.113.8");
  });

  it("is read from RFC 7239's header with its quotes", () => {
    const trusted = { from: ["10.0.0.0/8"], header: "forwarded" } as const;
    const headers = { forwarded: 'for=1.1.1.1, For="[2001:db8:cafe::17]:4711";proto=https;by=10.0.0.3' };
    expect(client(trusted, headers)).toBe("2001:db8:cafe:0:0:0:0:17");
    const found = createClientOf(trusted)(parseAddress(proxy) ?? [], headers);
    expect(found.protocol).toBe("https");
  });

  it("is found at once, however long the list is that was sent", () => {
    const long = `${"1.1.1.1,".repeat(200_000)}203.0.113.7`;
    const began = performance.now();
    expect(client(["10.0.0.0/8"], { "x-forwarded-for": long })).toBe("203.0.113.7");
    expect(performance.now() - began).toBeLessThan(50);
  });
});

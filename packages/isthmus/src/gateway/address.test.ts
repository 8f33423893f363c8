import { describe, expect, it } from "vitest";
import { addressText, countedAddress, networkText, parseAddress } from "./address.ts";
import { createNetworks } from "./networks.ts";

const counted = (text: string): string | undefined => {
  const bits = parseAddress(text);
  return bits && countedAddress(bits);
};

describe("an address", () => {
  it.each([
    ["203.0.113.7", "203.0.113.7"],
    ["::ffff:203.0.113.7", "203.0.113.7"],
    ["::FFFF:cb00:7107", "203.0.113.7"],
    ["0:0:0:0:0:ffff:203.0.113.7", "203.0.113.7"],
    ["2001:db8::1", "2001:db8:0:0::/64"],
    ["2001:0DB8:0000:0000:ffff:ffff:ffff:ffff", "2001:db8:0:0::/64"],
    ["::1", "0:0:0:0::/64"],
  ])("%s is counted as %s, however it is spelled", (text, expected) => {
    expect(counted(text)).toBe(expected);
  });

  it.each([
    ...["", "1.2.3", "1.2.3.256", "1.2.3.04", "1.2.3.4.5", "localhost", "1.2.3.4 ", "0x7f.0.0.1", "2130706433"],
    ...[
      ":::",
      "1::2::3",
      "1:2:3:4:5:6:7",
      "1:2:3:4:5:6:7:8:9",
      "g::1",
      "::1%eth0",
      "12345::",
      "1:2:3:4:5:6:7:8::",
      "1.2.3.4::",
    ],
    "1".repeat(100_000),
  ])("%j is none", (text) => {
    expect(parseAddress(text)).toBeUndefined();
  });

  it("stands in logs by its network", () => {
    expect(networkText(parseAddress("203.0.113.77") ?? [])).toBe("203.0.113.0/24");
    expect(networkText(parseAddress("2001:db8:1:2::3") ?? [])).toBe("2001:db8:1::/48");
    expect(addressText(parseAddress("2001:db8:1:2::3") ?? [])).toBe("2001:db8:1:2:0:0:0:3");
  });
});

describe("a list of networks", () => {
  const has = (listed: readonly string[], text: string): boolean =>
    createNetworks(listed).has(parseAddress(text) ?? []);

  it("holds what lies in one of them, in both spellings of IPv4", () => {
    expect(has(["10.0.0.0/8"], "10.255.1.2")).toBe(true);
    expect(has(["10.0.0.0/8"], "::ffff:10.255.1.2")).toBe(true);
    expect(has(["::ffff:10.0.0.0/104"], "10.1.1.1")).toBe(true);
    expect(has(["10.0.0.0/8"], "11.0.0.1")).toBe(false);
    expect(has(["203.0.113.7"], "203.0.113.7")).toBe(true);
    expect(has(["203.0.113.7"], "203.0.113.8")).toBe(false);
    expect(has(["192.168.4.0/23"], "192.168.5.255")).toBe(true);
    expect(has(["192.168.4.0/23"], "192.168.6.0")).toBe(false);
    expect(has(["2001:db8::/33"], "2001:db8:7fff::1")).toBe(true);
    expect(has(["2001:db8::/33"], "2001:db8:8000::1")).toBe(false);
    expect(has(["0.0.0.0/0"], "8.8.8.8")).toBe(true);
    expect(has(["0.0.0.0/0"], "2001:db8::1")).toBe(false);
    expect(has(["loopback"], "127.9.9.9")).toBe(true);
    expect(has(["private"], "172.31.0.1")).toBe(true);
    expect(has(["private"], "172.32.0.1")).toBe(false);
  });

  it.each(["10.0.0.0/33", "::/129", "10.0.0.0/", "10.0.0.0/8/8", "lan", "10.0.0.0/-1"])(
    "refuses %j by its name",
    (text) => {
      expect(() => createNetworks([text])).toThrow(JSON.stringify(text));
    },
  );
});

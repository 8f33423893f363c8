import { describe, expect, it } from "vitest";
import { allowedAddresses } from "./addresses.ts";

describe("allowed addresses", () => {
  const none = allowedAddresses([]);

  it.each(["93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946", "::ffff:93.184.216.34"])(
    "lets %s be called",
    (address) => {
      expect(none.permits("api.example", address)).toBe(true);
    },
  );

  it.each([
    "127.0.0.1",
    "127.8.8.8",
    "0.0.0.0",
    "10.1.2.3",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "192.0.2.1",
    "198.18.0.1",
    "224.0.0.1",
    "255.255.255.255",
    "::1",
    "::",
    "::ffff:127.0.0.1",
    "::127.0.0.1",
    "::7f00:1",
    "fec0::1",
    "64:ff9b:1::7f00:1",
    "4000::1",
    "::ffff:a00:1",
    "fe80::1",
    "fd00::1",
    "ff02::1",
    "64:ff9b::7f00:1",
    "2002:7f00:1::",
    "2001:db8::1",
    "not an address",
    "",
  ])("refuses %s", (address) => {
    expect(none.permits("api.example", address)).toBe(false);
  });

  it("lets what the configuration names be called, by name, address or range, and nothing beside it", () => {
    const some = allowedAddresses(["erp.internal", "10.0.0.5", "192.168.0.0/16", "fd00::/8"]);
    expect(some.permits("ERP.internal", "172.16.0.9")).toBe(true);
    expect(some.permits("other.internal", "172.16.0.9")).toBe(false);
    expect(some.permits("x", "10.0.0.5")).toBe(true);
    expect(some.permits("x", "::ffff:10.0.0.5")).toBe(true);
    expect(some.permits("x", "10.0.0.6")).toBe(false);
    expect(some.permits("x", "192.168.7.7")).toBe(true);
    expect(some.permits("x", "fd12::1")).toBe(true);
  });

  it("names an entry that is neither name, address nor range", () => {
    expect(() => allowedAddresses(["http://erp"])).toThrow('"http://erp"');
    expect(() => allowedAddresses(["10.0.0.0/99"])).toThrow('"10.0.0.0/99"');
    expect(() => allowedAddresses(["10.0.0"])).not.toThrow("undefined");
  });
});

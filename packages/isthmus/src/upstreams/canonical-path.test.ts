import { describe, expect, it } from "vitest";
import { canonicalPath } from "./canonical-path.ts";

describe("a path as services may come to read it", () => {
  it.each([
    ["/", "/"],
    ["/legacy/orders", "/legacy/orders"],
    ["/legacy/orders/", "/legacy/orders/"],
    ["/legacy//orders", "/legacy/orders"],
    ["//legacy", "/legacy"],
    ["/%6Cegacy/x", "/legacy/x"],
    ["/legacy%2Fstaff", "/legacy/staff"],
    ["/legacy/staff;x=1/y;z", "/legacy/staff/y"],
    ["/.well-known/x", "/.well-known/x"],
    ["/a.b/c..d/...", "/a.b/c..d/..."],
    ["/%252e%252e/x", "/%2e%2e/x"],
    ["/f%C3%BCr/x", "/f\u00c3\u00bcr/x"],
  ])("%s is %s", (raw, canonical) => expect(canonicalPath(raw)).toBe(canonical));

  it.each([
    ...["/..", "/a/../b", "/a/./b", "/%2e%2E/b", "/a%2f..%2fb", "/a/..;x/b", "/a\\b", "/a%5cb", "/a%00", "/a%0d%0ab"],
    ...["/a%", "/a%zz", "/a%2", "/%c0%ae%c0%ae/b", "/a b", "/a#b", "/%2e", "/a/%2e%2e"],
  ])("%s has several readings", (raw) => expect(canonicalPath(raw)).toBeUndefined());

  it("of any length is read in a moment", () => {
    const begun = performance.now();
    canonicalPath("/a".repeat(30_000));
    canonicalPath(`${"/%61;b".repeat(10_000)}/..`);
    canonicalPath(`/${"!".repeat(60_000)}%`);
    expect(performance.now() - begun).toBeLessThan(500);
  });
});

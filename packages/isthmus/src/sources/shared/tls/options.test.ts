import { expect, test } from "vitest";
import { reachedBy, splitAddress } from "./options.ts";

const base = "postgres://u:p%40@db.example:5432/shop";

test("what an address says of TLS is taken out of it, and the rest is left as it was", () => {
  expect(splitAddress(`${base}?sslmode=verify-ca&application_name=a%20b&sslrootcert=%2Fca.crt&ssl=verify-ca`)).toEqual({
    url: `${base}?application_name=a%20b`,
    tls: { verify: "ca", ca: "/ca.crt" },
  });
  expect(splitAddress(`${base}?SSL-MODE=REQUIRED`)).toEqual({ url: base, tls: { verify: "full" } });
  expect(splitAddress(base)).toEqual({ url: base, tls: {} });
});

test.each([
  ["disable", false],
  ["require", { verify: "full" }],
  ["verify-full", { verify: "full" }],
  ["VERIFY_IDENTITY", { verify: "full" }],
  ["no-verify", { verify: "none" }],
])("sslmode=%s means %j", (mode, wanted) => {
  expect(reachedBy({ url: `${base}?sslmode=${mode}` }).tls).toEqual(wanted);
});

test("nobody has said anything: that is told apart from no TLS", () => {
  expect(reachedBy({ url: base }).tls).toBeUndefined();
  expect(reachedBy({ url: base, tls: false }).tls).toBe(false);
  expect(reachedBy({ url: base, tls: true }).tls).toEqual({ verify: "full" });
});

test("files of the configuration count beside the mode of the address", () => {
  expect(reachedBy({ url: `${base}?sslmode=verify-ca`, tls: { ca: "/ca", serverName: "x" } }).tls).toEqual({
    verify: "ca",
    ca: "/ca",
    serverName: "x",
  });
});

test.each([
  ["?sslmode=prefer", undefined, /goes on without TLS/],
  ["?sslmode=allow", undefined, /goes on without TLS/],
  ["?ssl-mode=PREFERRED", undefined, /goes on without TLS/],
  ["?sslmode=hunter2", undefined, /^sslmode: expected disable, require/],
  ["?sslmode=require&sslmode=disable", undefined, /two different things/],
  ["?sslmode=require", false, /say it in one place/],
  ["?sslmode=disable", true, /say it in one place/],
  ["?sslmode=disable", { ca: "/ca" }, /say it in one place/],
  ["?sslmode=no-verify", { verify: "full" }, /say it in one place/],
  ["?sslmode=verify-ca", undefined, /give the authority's own/],
  ["", { verify: "ca" }, /give the authority's own/],
  ["?sslmode=require&sslcert=/c", undefined, /both are needed/],
  ["?sslmode=__proto__", undefined, /^sslmode: expected/],
] as const)("%s with tls %j is refused", (parameters, tls, sentence) => {
  let said = "";
  try {
    reachedBy({ url: base + parameters, tls });
  } catch (error) {
    said = (error as Error).message;
  }
  expect(said).toMatch(sentence);
  expect(said).not.toContain("hunter2");
  expect(said).not.toContain("p%40");
});

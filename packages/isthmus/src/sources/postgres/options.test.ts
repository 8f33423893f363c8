import { expect, test } from "vitest";
import { postgresOptions, settingsOf } from "./options.ts";

const ca = "-----BEGIN CERTIFICATE-----";

function replicaTls(source: object, replica: string | object) {
  const settings = postgresOptions.parse({ ...source, replicas: [replica] });
  const [one] = settings.replicas;
  if (one === undefined) throw new Error("there is a replica");
  const { url, tls } = settingsOf(one, settings);
  return { url, tls };
}

test("a replica that says nothing of TLS is asked for what its source is asked for, but for the name", () => {
  const asked = { url: "postgres://a/shop?sslmode=require", tls: { ca, serverName: "a.internal" } };
  expect(replicaTls(asked, "postgres://b/shop").tls).toEqual({ ca, verify: "full" });
  expect(replicaTls(asked, { host: "b" }).tls).toEqual({ ca, verify: "full" });
  expect(replicaTls({ url: "postgres://a/shop?sslmode=no-verify" }, "postgres://b/shop").tls).toEqual({
    verify: "none",
  });
  expect(replicaTls({ url: "postgres://a/shop", tls: false }, "postgres://b/shop").tls).toBe(false);
});

test("what a replica says of TLS itself counts, with its source's authorities", () => {
  const asked = { url: "postgres://a/shop", tls: { ca } };
  expect(replicaTls(asked, "postgres://b/shop?sslmode=verify-ca")).toEqual({
    url: "postgres://b/shop?sslmode=verify-ca",
    tls: { ca },
  });
  expect(replicaTls(asked, "postgres://b/shop?sslmode=disable").tls).toBeUndefined();
  expect(replicaTls(asked, { url: "postgres://b/shop", tls: { verify: "none" } }).tls).toEqual({ verify: "none" });
});

test("addresses that would give TLS up in silence are refused, of replicas as well", () => {
  expect(() => postgresOptions.parse({ url: "postgres://a/shop?sslmode=prefer" })).toThrow(/goes on without TLS/);
  expect(() =>
    postgresOptions.parse({ url: "postgres://a/shop", replicas: ["postgres://b/shop?sslmode=allow"] }),
  ).toThrow(/goes on without TLS/);
});

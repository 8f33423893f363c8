// Routes as a configuration has them: what is wrong is named where it stands, and the whole server serves what is right.

import { describe, expect, it } from "vitest";
import { defineConfig, secret, upstream } from "../../src/index.ts";
import { validateConfiguration } from "../../src/server/configuration/validate.ts";
import { serve } from "../../src/server/command/serve.ts";
import { service, shows } from "../kit/open-routes.ts";

const faultsOf = (routes: unknown): string => {
  try {
    validateConfiguration({ sources: {}, routes });
    return "";
  } catch (thrown) {
    return (thrown as Error).message;
  }
};

describe("a route", () => {
  it.each<[string, unknown, RegExp]>([
    ["no path", { legacy: upstream("http://a:1") }, /expected a path such as/],
    ["a star in the middle", { "/a/*/b": upstream("http://a:1") }, /expected a path such as/],
    ["dots", { "/a/../b/*": upstream("http://a:1") }, /expected a path such as/],
    ["another protocol", { "/a/*": upstream("ftp://a:1") }, /expected an origin such as/],
    ["a target with a path", { "/a/*": upstream(["http://a:1/x"]) }, /expected an origin such as/],
    ["a target with a password", { "/a/*": upstream([{ url: "http://u:p@a:1" }]) }, /expected an origin such as/],
    ["no target", { "/a/*": upstream([]) }, /routes/],
    [
      "a key that is none",
      { "/a/*": { targets: "http://a:1", acces: ["x"] } },
      /acces: there is no such key; did you mean "access"/,
    ],
    [
      "a share above one",
      { "/a/*": { targets: "http://a:1", canary: { targets: "http://b:1", share: 10 } } },
      /share: expected at most 1/,
    ],
    ["a header with _", { "/a/*": { targets: "http://a:1", headers: { request: { remote_user: "x" } } } }, /without _/],
    [
      "a line break in a header",
      { "/a/*": { targets: "http://a:1", headers: { answer: { "x-a": "b\r\nc: d" } } } },
      /plain characters/,
    ],
  ])("with %s is refused", (_, routes, message) => expect(faultsOf(routes)).toMatch(message));

  it("of every kind that the guide shows is right", () => {
    const identity = { secret: secret("REPORTS_SECRET"), audience: "reports" };
    expect(
      faultsOf({
        "/legacy/*": upstream(["http://10.0.0.7:8000", "http://10.0.0.8:8000"]),
        "/reports/*": upstream({
          targets: [{ url: "http://10.0.0.9:3000", weight: 2 }, "http://10.0.0.10:3000"],
          access: ["staff"],
          identity,
          health: { path: "/health" },
          canary: { targets: "http://10.0.0.11:3000", share: 0.1 },
        }),
        "/metrics": upstream({ url: "http://[::1]:9000" }),
        "/*": upstream("https://old.example"),
      }),
    ).toBe("");
  });

  it("is served by the whole server, beside no source at all", async () => {
    const { origin } = await service(shows);
    const configuration = defineConfig({
      sources: {},
      routes: { "/*": upstream(origin) },
      server: { port: 0, admin: false, store: ":memory:", logLevel: "silent" },
    });
    const { server } = await serve(configuration, {});
    try {
      const address = new URL(server.addresses.api).origin;
      expect(await (await fetch(`${address}/any/where`)).json()).toMatchObject({ url: "/any/where" });
    } finally {
      await server.stop();
    }
  });
});

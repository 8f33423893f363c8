import { inspect } from "node:util";
import { expect, test } from "vitest";
import { postgres, secret, sqlite } from "./define.ts";
import { resolveSecrets } from "./secrets.ts";
import { validateConfiguration } from "./validate.ts";

test("texts in a list of a source's options may be secrets too", () => {
  const { options } = postgres({ url: secret("A"), replicas: [secret("B"), { url: secret("C") }] });
  const { replicas } = resolveSecrets({ options }, { A: "a", B: "b", C: "c" }).options as unknown as {
    readonly replicas: readonly [{ reveal(): string }, { readonly url: { reveal(): string } }];
  };
  expect([replicas[0].reveal(), replicas[1].url.reveal()]).toEqual(["b", "c"]);
});

test("secrets anywhere in the configuration get their text, and do not show it", () => {
  const resolved = resolveSecrets(
    { auth: { jwt: { secret: secret("A") } }, list: [secret("B")], n: 5 },
    { A: "canary-a", B: "canary-b" },
  );
  expect(resolved.n).toBe(5);
  expect((resolved.auth.jwt.secret as unknown as { reveal(): string }).reveal()).toBe("canary-a");
  expect(JSON.stringify(resolved) + inspect(resolved, { depth: 9 })).not.toContain("canary");
});

test("every variable that is not set, or empty, is named with its place", () => {
  expect(() => resolveSecrets({ auth: { jwt: { secret: secret("A") } }, list: [secret("B")] }, { B: "" })).toThrow(
    "auth.jwt.secret: the environment variable A is not set\nlist[0]: the environment variable B is not set",
  );
});

test("a text under the key `secret` is that text, and no name of a variable", () => {
  const written = { auth: { jwt: { secret: "canary-a-text-of-the-user-himself" } } };
  expect(resolveSecrets(written, {})).toEqual(written);
});

test("an object that only looks like a secret is none: it is neither looked up nor shown", () => {
  const written = { auth: { jwt: { secret: { secret: "canary" } } } };
  expect(resolveSecrets(written, { canary: "found" })).toEqual(written);
  expect(() => validateConfiguration({ sources: { shop: sqlite({ file: "shop.db" }) }, ...written })).toThrow(
    /^auth\.jwt\.secret: expected a text or secret\("NAME"\), found an object$/,
  );
});

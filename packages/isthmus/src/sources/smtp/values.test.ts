// A call's arguments → a mail, as far as no mail server is needed to tell.

import { describe, expect, it } from "vitest";
import type { Execution } from "../../core/index.ts";
import { mailOf } from "./values.ts";

const settings = { host: "h", from: "Shop <mail@shop.example>", maxMessage: 10_000, senders: undefined };
const call = (key?: string, id = "ada"): Execution =>
  ({
    principal: { kind: "user", id },
    request: { method: "POST", path: "/", headers: key === undefined ? {} : { "idempotency-key": key } },
  }) as unknown as Execution;
const made = (given: Readonly<Record<string, unknown>>, execution = call()) =>
  mailOf((name) => ({ to: "a@b.example", subject: "s", text: "t", ...given })[name], settings, execution);

describe("a mail", () => {
  it("has a Message-ID of its sender's domain: a new one, or that of the caller's key", () => {
    const [one, two] = [made({}).messageId, made({}).messageId];
    expect(one).toMatch(/^<[\w-]+@shop\.example>$/);
    expect(one).not.toBe(two);
    const keyed = made({}, call("order-7")).messageId;
    expect(made({}, call("order-7")).messageId).toBe(keyed);
    expect(made({}, call("order-7", "eve")).messageId).not.toBe(keyed);
  });

  it("takes lists as JSON too, as they stand in an address", () => {
    expect(made({ to: '["a@b.example","C <c@d.example>"]' }).to).toEqual(["a@b.example", "C <c@d.example>"]);
    expect(made({ cc: null, headers: '{"X-Order":"7"}' })).toMatchObject({ cc: [], headers: { "X-Order": "7" } });
  });

  it("has no prototype's members among its headers", () => {
    expect(() => made({ headers: JSON.parse('{"__proto__":"x"}') as object })).toThrow(/headers/);
    expect(() => made({ to: ["a@b.example\u0000"] })).toThrow(/single line/);
  });
});

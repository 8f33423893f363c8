import { describe, expect, it } from "vitest";
import { createRedaction, readExactly, removed } from "./redact.ts";
import { isSecretName } from "./secret-names.ts";

const secret = "c4n+ry/päss=1";
const redaction = createRedaction([secret, "1234567"]);

describe("what is kept of a call", () => {
  it.each([
    secret,
    encodeURIComponent(secret),
    Buffer.from(secret).toString("base64"),
    Buffer.from(secret).toString("base64url"),
    JSON.stringify(secret),
    new URLSearchParams({ a: secret }).toString(),
  ])("has no secret in the spelling %j", (spelled) => {
    expect(redaction.text(`before ${spelled} behind`)).toMatch(/^before \D*\[removed\]\D* behind$/);
  });

  it("has none where names tell of them, in JSON, forms, queries and XML", () => {
    const json = {
      id: 1,
      password: "x",
      nested: [{ apiKey: "y", "client-secret": { a: 1 }, next_page_token: "p" }],
      pin: null,
    };
    expect(redaction.value(json)).toEqual({
      id: 1,
      password: removed,
      nested: [{ apiKey: removed, "client-secret": removed, next_page_token: "p" }],
      pin: null,
    });
    const form = "application/x-www-form-urlencoded";
    expect(redaction.body("amount=5&card%5Bcvc%5D=123&card[number]=4242&key=abc", form)).toBe(
      `amount=5&card%5Bcvc%5D=${removed}&card[number]=4242&key=${removed}`,
    );
    expect(redaction.path("/v1/a?access_token=t&q=1&X-Signature=s")).toBe(
      `/v1/a?access_token=${removed}&q=1&X-Signature=${removed}`,
    );
    expect(redaction.body("<a><w:Password Type='t'>pw</w:Password><b>1</b></a>", "text/xml")).toBe(
      `<a><w:Password Type='t'>${removed}</w:Password><b>1</b></a>`,
    );
  });

  it("has none that are known by their form", () => {
    for (const key of [
      "sk_live_abcdefghijklmnop",
      "AKIAABCDEFGHIJKLMNOP",
      `ghp_${"a".repeat(36)}`,
      "eyJhbGciOi.eyJzdWIiOiIx.c2ln",
    ])
      expect(redaction.text(`key ${key}.`)).not.toContain(key.slice(0, 12));
    expect(redaction.text("Authorization: Bearer abcdefgh123")).toBe(`Authorization: Bearer ${removed}`);
  });

  it("has a number that is one of them no more, and keeps all digits of the others", () => {
    expect(JSON.stringify(redaction.value(readExactly('{"a":1234567,"b":9007199254740993,"c":1.10}')))).toBe(
      `{"a":"${removed}","b":9007199254740993,"c":1.10}`,
    );
  });

  it("takes no time worth telling, and goes no deeper than it may", () => {
    const begun = performance.now();
    isSecretName(`${"a".repeat(100_000)}!`);
    redaction.body(`<${"a".repeat(100_000)}`, "text/xml");
    redaction.body("<a>".repeat(50_000), "text/xml");
    redaction.text("eyJ".repeat(50_000));
    redaction.text("Bearer ".repeat(20_000));
    redaction.text("sk_".repeat(50_000));
    expect(performance.now() - begun).toBeLessThan(1_500);
  });

  it("has none where what should be JSON is cut off or too deep", () => {
    const json = "application/json";
    expect(redaction.body('{"id":1,"password": "canary","a":"b', json)).toBe(`{"id":1,"password":"${removed}","a":"b`);
    const deep = `${'{"a":'.repeat(20_000)}{"token":"canary"}${"}".repeat(20_000)}`;
    expect(redaction.body(deep, json)).not.toContain("canary");
    expect(redaction.body(`${"[".repeat(200)}{"token":"canary"}${"]".repeat(200)}`, json)).not.toContain("canary");
  });
});

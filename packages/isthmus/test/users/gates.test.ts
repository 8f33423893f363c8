// What hostile pages and callers try with sessions, links and tokens.

import { readFileSync } from "node:fs";
import path from "node:path";
import { generateKeyPairSync, sign } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Caller, openPeopleServer, password, type PeopleServer } from "../kit/open-people.ts";

let world: PeopleServer;
let ann: Caller;
beforeAll(async () => {
  world = await openPeopleServer({
    users: { magicLinks: true, origins: ["https://front.shop.example"], tries: { address: 100_000, account: 20 } },
  });
  ann = await world.member("ann@shop.example");
});
afterAll(() => world.stop());

const evil = "https://evil.example";

describe("a page elsewhere", () => {
  it("changes nothing by a visitor's cookie, in no interface", async () => {
    for (const origin of [
      evil,
      "null",
      "",
      "https://front.shop.example.evil.example",
      `${world.origin}.evil.example`,
    ]) {
      const written = await ann.send("POST", "/api/orders", { total: 1 }, { origin });
      expect([origin, written.status, written.body.code]).toEqual([origin, 403, "ISTHMUS701"]);
      expect((await ann.send("DELETE", "/api/orders?id=eq.1", undefined, { origin })).status).toBe(403);
      const asked = await ann.post(
        "/graphql",
        { query: "mutation { insert_orders(objects: [{ total: 1 }]) { affected_rows } }" },
        { origin },
      );
      expect(asked.status).toBe(403);
      expect((await ann.post("/auth/tokens", {}, { origin })).status).toBe(403);
      expect((await ann.post("/auth/sign-out", {}, { origin })).status).toBe(403);
      expect((await ann.post("/auth/admin/suspend", { user: "x" }, { origin })).status).toBe(403);
    }
    const crossSite = await ann.send(
      "POST",
      "/api/orders",
      { total: 1 },
      { origin: "", "sec-fetch-site": "cross-site" },
    );
    expect(crossSite.status).toBe(403);
    expect((await ann.get("/api/orders?select=total")).body).toEqual([]);
  });

  it("that is listed may, and the answer to it is for it alone", async () => {
    const origin = "https://front.shop.example";
    const written = await ann.send("POST", "/api/orders", { total: 2 }, { origin });
    expect(written.status).toBe(201);
    const read = await ann.get("/auth/get-session", { origin });
    expect(read.headers.get("access-control-allow-origin")).toBe(origin);
    expect(read.headers.get("access-control-allow-credentials")).toBe("true");
    const other = await ann.get("/auth/get-session", { origin: evil });
    expect(other.headers.get("access-control-allow-origin")).toBe(null);
    expect(other.headers.get("access-control-allow-credentials")).toBe(null);
  });

  it("is led to by no link and no redirect", async () => {
    const tries = [
      evil,
      "//evil.example",
      "/\\evil.example",
      "https:evil.example",
      `${world.origin}@evil.example`,
      "javascript:alert(1)",
      `${world.origin}.evil.example/`,
    ];
    for (const to of tries) {
      const before = (await world.mails("ann@shop.example", 1)).length;
      const reset = await world
        .caller()
        .post("/auth/request-password-reset", { email: "ann@shop.example", redirectTo: to });
      const magic = await world
        .caller()
        .post("/auth/sign-in/magic-link", { email: "other@shop.example", callbackURL: to });
      expect([to, reset.status, magic.status]).toEqual([to, 403, 403]);
      expect((await world.mails("ann@shop.example", before)).length).toBe(before);
    }
  });
});

describe("links in mails", () => {
  it("come from the configured origin, whatever host a request names", async () => {
    await world.member("host@shop.example");
    const headers = {
      "x-forwarded-host": "evil.example",
      "x-forwarded-proto": "https",
      forwarded: "host=evil.example",
      "x-original-host": "evil.example",
    };
    await world
      .caller(headers)
      .post("/auth/request-password-reset", { email: "host@shop.example", redirectTo: "/new" });
    const raw = await rawPost(world.origin, "evil.example", "/auth/request-password-reset", {
      email: "host@shop.example",
    });
    const absolute = await rawPost(world.origin, "evil.example", "http://evil.example/auth/request-password-reset", {
      email: "host@shop.example",
    });
    expect([raw, absolute].every((status) => status === 200 || status >= 400)).toBe(true);
    const mails = await world.mails("host@shop.example", 3);
    expect(mails.length).toBeGreaterThanOrEqual(2);
    for (const mail of mails) {
      expect(mail.link.startsWith(`${world.origin}/auth/`)).toBe(true);
      expect(mail.text).not.toContain("evil.example");
    }
  });
});

describe("who is known here", () => {
  it("is told by no answer: unknown and known addresses are answered alike", async () => {
    await world.member("known@shop.example");
    const shape = async (at: string, body: object) => {
      const { status, text, headers } = await world.caller().post(at, body);
      const named = [...headers.keys()].filter((name) => name !== "date" && name !== "x-request-id").toSorted();
      return { status, named, text: text.replaceAll(/"id":"\w+"|"(?:created|updated)At":"[^"]*"|(?:un)?known@/g, "·") };
    };
    const pairs: readonly [string, (email: string) => object][] = [
      ["/auth/sign-in/email", (email) => ({ email, password: "not the password" })],
      ["/auth/sign-up/email", (email) => ({ name: "N", email, password })],
      ["/auth/request-password-reset", (email) => ({ email, redirectTo: "/new" })],
      ["/auth/sign-in/magic-link", (email) => ({ email })],
      ["/auth/send-verification-email", (email) => ({ email })],
    ];
    for (const [at, body] of pairs)
      expect([at, await shape(at, body("known@shop.example"))]).toEqual([
        at,
        await shape(at, body("unknown@shop.example")),
      ]);
  });
});

describe("a session", () => {
  it("is not taken over by a cookie that was planted before", async () => {
    const own = world.caller();
    own.cookies.set("isthmus.session_token", "planted.signature");
    await own.post("/auth/sign-in/email", { email: "ann@shop.example", password });
    expect(own.cookies.get("isthmus.session_token")).not.toContain("planted");
    const theirs = world.caller();
    theirs.cookies.set("isthmus.session_token", "planted.signature");
    expect((await theirs.get("/api/orders")).status).toBe(404);
  });

  it("needs the server's signature: its token alone, or another's signature, is nothing", async () => {
    const { token } = (await ann.get("/auth/get-session")).body.session as { token: string };
    const cookie = ann.cookies.get("isthmus.session_token") ?? "";
    const signature = decodeURIComponent(cookie).split(".")[1];
    for (const forged of [
      token,
      `${token}.`,
      `${token}x.${signature}`,
      `${token}.${"A".repeat(44)}`,
      `%00${cookie}`,
      `${cookie}; isthmus.session_token=${cookie}`,
    ]) {
      const thief = world.caller();
      thief.cookies.set("isthmus.session_token", forged);
      expect([forged.length, (await thief.get("/api/orders")).status]).toEqual([forged.length, 404]);
    }
    expect((await world.caller().get("/api/orders", { authorization: `Bearer ${token}` })).status).toBe(401);
  });
});

describe("our own JWTs", () => {
  it("are short-lived, name their session, and are published to be verified by others", async () => {
    const { token } = (await ann.get("/auth/token")).body as { token: string };
    const claims = JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString()) as Record<string, number>;
    expect((claims["exp"] ?? 0) - (claims["iat"] ?? 0)).toBe(300);
    const keys = await world.caller().get("/auth/jwks");
    expect(keys.body.keys[0]).toEqual(expect.objectContaining({ kty: "OKP", crv: "Ed25519", alg: "EdDSA" }));
    expect(keys.text).not.toContain('"d"');
    expect((await world.caller().get("/api/orders", { authorization: `Bearer ${token}` })).status).toBe(200);
  });

  it("are refused when they are unsigned, signed by others, or with our public key as a secret", async () => {
    const { token } = (await ann.get("/auth/token")).body as { token: string };
    const [head = "", body = "", signature = ""] = token.split(".");
    const header = JSON.parse(Buffer.from(head, "base64url").toString()) as { kid: string };
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
    const other = generateKeyPairSync("ed25519").privateKey;
    const signed = (with_: object, payload = body) => {
      const text = `${part(with_)}.${payload}`;
      return `${text}.${sign(null, Buffer.from(text), other).toString("base64url")}`;
    };
    const claims = JSON.parse(Buffer.from(body, "base64url").toString()) as object;
    const publicKey = (await world.caller().get("/auth/jwks")).body.keys[0] as object;
    const forged = [
      `${part({ alg: "none" })}.${body}.`,
      `${part({ alg: "none", kid: header.kid })}.${body}.${signature}`,
      `${part({ alg: "HS256", kid: header.kid })}.${body}.${signature}`,
      signed({ alg: "EdDSA", kid: header.kid }),
      signed({ alg: "EdDSA", jwk: publicKey }),
      signed({ alg: "EdDSA", kid: header.kid, jku: `${evil}/jwks` }),
      `${head}.${part({ ...claims, sub: "someone-else" })}.${signature}`,
      `${head}.${body}.${signature.slice(0, -4)}`,
      `${head}.${body}.${signature}.`,
      `${head}.${body}`,
      `${head}.${body}.`,
    ];
    for (const one of forged) {
      const answer = await world.caller().get("/api/orders", { authorization: `Bearer ${one}` });
      expect([one.slice(0, 20), answer.status]).toEqual([one.slice(0, 20), 401]);
      expect(answer.text).not.toContain(body.slice(0, 40));
    }
  });
});

describe("tries", () => {
  it("at one account are counted, whatever address they come from and however they are spelt", async () => {
    const statuses: number[] = [];
    for (let turn = 0; turn < 24; turn += 1) {
      const email = turn % 2 === 0 ? "victim@shop.example" : "Victim@Shop.example";
      const answer = await world
        .caller({ "x-forwarded-for": `10.0.0.${turn}` })
        .post("/auth/sign-in/email", { email, password: `guess ${turn}` });
      statuses.push(answer.status);
      if (answer.status === 429) expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
    }
    expect(statuses.slice(0, 20)).toEqual(Array<number>(20).fill(401));
    expect(statuses.slice(20)).toEqual(Array<number>(4).fill(429));
  });
});

describe("what is secret", () => {
  it("stands in no log line, and the files that hold it are their owner's alone", () => {
    const inbox = readFileSync(path.join(world.folder, "inbox.ndjson"), "utf8");
    const secret = readFileSync(path.join(world.folder, "users.secret"), "utf8");
    const tokens = [...inbox.matchAll(/token=([\w.-]{20,})/g)].map(([, token]) => token ?? "");
    const said = JSON.stringify(world.observed, (_key, value: unknown) =>
      value instanceof Error ? `${value.stack}` : value,
    );
    expect(tokens.length).toBeGreaterThan(2);
    for (const one of [...tokens, secret, password, "ann@shop.example", ...ann.cookies.values()])
      expect(said).not.toContain(one);
  });
});

async function rawPost(origin: string, host: string, target: string, body: object): Promise<number> {
  const { request } = await import("node:http");
  const { port } = new URL(origin);
  return new Promise((resolve, reject) => {
    const headers = { host, "content-type": "application/json" };
    const asked = request({ port, host: "127.0.0.1", method: "POST", path: target, headers }, (answer) => {
      answer.resume();
      answer.once("end", () => resolve(answer.statusCode ?? 0));
    });
    asked.once("error", reject);
    asked.end(JSON.stringify(body));
  });
}

describe("caches", () => {
  it("keep nothing for others of what one caller is shown; his own asks again, and is told when it still holds", async () => {
    const read = await ann.get("/api/orders");
    expect(read.headers.get("cache-control")).toBe("private, no-cache");
    expect(read.headers.get("vary")).toMatch(/Cookie/);
    const stranger = await fetch(`${world.origin}/api/orders`);
    expect(stranger.headers.get("vary")).toMatch(/Authorization, Cookie/);
    const tag = read.headers.get("etag");
    if (tag !== null) expect((await ann.get("/api/orders", { "if-none-match": tag })).status).toBe(304);
    expect((await world.caller().get("/api/products")).headers.get("cache-control")).toBe(null);
  });
});

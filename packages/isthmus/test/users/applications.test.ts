// Other people's applications: a real OpenID client asks our users for access, and what a hostile one may try.

import * as oidc from "openid-client";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Caller, openPeopleServer, password, type PeopleServer } from "../kit/open-people.ts";
import { setTimeout as pause } from "node:timers/promises";

const redirect = "https://app.example/back";
const mine = "openid email offline_access orders:read";

let world: PeopleServer;
let root: Caller;
let ann: Caller;
let application: { readonly client_id: string; readonly client_secret: string };
let client: oidc.Configuration;

beforeAll(async () => {
  world = await openPeopleServer({
    roles: {
      reader: { orders: { read: { where: { customer: { kind: "claim", path: ["sub"] } } } } },
      user: {
        extends: ["anonymous", "reader"],
        orders: { insert: { fields: ["total"], set: { customer: { kind: "claim", path: ["sub"] } } } },
      },
    },
    users: {
      sessions: { remembered: 0.1 },
      tries: { address: 100_000, account: 100_000 },
      authorizationServer: {
        loginPage: "/sign-in",
        consentPage: "/consent",
        scopes: { "orders:read": ["reader"], "orders:all": ["staff"] },
      },
    },
  });
  root = await world.member("root@shop.example");
  ann = await world.member("ann@shop.example");
  const { DatabaseSync } = await import("node:sqlite");
  const database = new DatabaseSync(`${world.folder}/users.db`);
  database.exec(
    "INSERT INTO grantedRole (id, userId, role) SELECT 'first', id, 'admin' FROM user WHERE email = 'root@shop.example'",
  );
  database.close();
  await pause(150);
  await ann.send("POST", "/api/orders", { total: 7 });
  const made = await root.post("/auth/oauth2/create-client", {
    client_name: "Reports",
    redirect_uris: [redirect],
    scope: `${mine} profile orders:all`,
    token_endpoint_auth_method: "client_secret_basic",
    grant_types: ["authorization_code", "refresh_token"],
  });
  expect([made.status, made.text]).toEqual([201, expect.stringContaining("client_id")]);
  application = made.body;
  client = await oidc.discovery(
    new URL(world.origin),
    application.client_id,
    undefined,
    oidc.ClientSecretBasic(application.client_secret),
    { execute: [oidc.allowInsecureRequests] },
  );
});
afterAll(() => world.stop());

interface Begun {
  readonly address: URL;
  readonly checks: oidc.AuthorizationCodeGrantChecks;
}

async function begin(scope = mine, more: Readonly<Record<string, string>> = {}): Promise<Begun> {
  const pkceCodeVerifier = oidc.randomPKCECodeVerifier();
  const expectedState = oidc.randomState();
  const expectedNonce = oidc.randomNonce();
  const address = oidc.buildAuthorizationUrl(client, {
    redirect_uri: redirect,
    scope,
    code_challenge: await oidc.calculatePKCECodeChallenge(pkceCodeVerifier),
    code_challenge_method: "S256",
    state: expectedState,
    nonce: expectedNonce,
    ...more,
  });
  return { address, checks: { pkceCodeVerifier, expectedState, expectedNonce } };
}

/** Where the browser is sent after it was asked; at a page of the site's own it goes on as the page would. */
async function follow(
  browser: Caller,
  address: URL,
  consent: { readonly accept: boolean; readonly scope?: string } = { accept: true },
): Promise<URL> {
  const headers = { origin: "", accept: "text/html", "sec-fetch-mode": "navigate" };
  const asked = await browser.get(address.href, headers);
  const to = new URL(asked.headers.get("location") ?? asked.body?.url ?? "", world.origin);
  if (to.pathname !== "/consent") return to;
  const given = await browser.post("/auth/oauth2/consent", { ...consent, oauth_query: to.search.slice(1) });
  expect([given.status, given.text]).toEqual([200, expect.stringContaining("http")]);
  return new URL(given.body.url ?? given.body.redirect_uri);
}

async function letIn(scope = mine, more: Readonly<Record<string, string>> = {}) {
  const { address, checks } = await begin(scope, more);
  const back = await follow(ann, address);
  return oidc.authorizationCodeGrant(
    client,
    back,
    checks,
    more["resource"] === undefined ? {} : { resource: more["resource"] },
  );
}

const use = (token: string, at = "/api/orders?select=total") =>
  new Caller(world.origin, { origin: "" }).get(at, { authorization: `Bearer ${token}` });

describe("what the issuer says of itself", () => {
  it("stands where clients look for it, and names the issuer they have asked", async () => {
    for (const name of ["oauth-authorization-server", "openid-configuration"]) {
      const told = await world.caller({ origin: "" }).get(`/.well-known/${name}`);
      expect([name, told.status, told.body?.issuer]).toEqual([name, 200, world.origin]);
      expect(told.body).toMatchObject({
        authorization_endpoint: `${world.origin}/auth/oauth2/authorize`,
        token_endpoint: `${world.origin}/auth/oauth2/token`,
        jwks_uri: `${world.origin}/auth/jwks`,
        code_challenge_methods_supported: ["S256"],
        response_types_supported: ["code"],
        grant_types_supported: ["authorization_code", "refresh_token"],
      });
      expect((await world.caller().post(`/.well-known/${name}`)).status).toBe(405);
    }
    const server = client.serverMetadata();
    expect([server.issuer, server.userinfo_endpoint]).toEqual([world.origin, `${world.origin}/auth/oauth2/userinfo`]);
    expect((await world.caller().get("/.well-known/openid-configurations")).status).toBe(404);
  });
});

describe("an application that a user lets in", () => {
  it("is told who he is, and acts for him with the roles of the granted scopes alone", async () => {
    const tokens = await letIn();
    expect(tokens.claims()).toMatchObject({ iss: world.origin, aud: application.client_id });
    const told = await oidc.fetchUserInfo(client, tokens.access_token, tokens.claims()?.sub ?? "");
    expect(told.email).toBe("ann@shop.example");
    expect((await use(tokens.access_token)).body).toEqual([{ total: 7 }]);
    const written = await new Caller(world.origin, { origin: "" }).send(
      "POST",
      "/api/orders",
      { total: 1 },
      { authorization: `Bearer ${tokens.access_token}` },
    );
    expect(written.status).toBe(403);
    expect((await use(tokens.access_token, "/auth/admin/users")).status).toBe(404);
    expect((await use(tokens.access_token, "/auth/get-session")).body).toBe(null);
    // An ID token tells an application who somebody is; it opens nothing.
    expect((await use(tokens.id_token ?? "")).status).toBe(401);
  });

  it("has nothing of roles that its user has not, nor of scopes that it has not asked for", async () => {
    const wide = await letIn("openid orders:all");
    expect((await use(wide.access_token)).status).toBe(404);
    const narrow = await letIn("openid");
    expect((await use(narrow.access_token)).status).toBe(404);
    expect((await use(narrow.access_token, "/api/products?select=id")).status).toBe(200);
  });

  it("is given no more than its user has consented to", async () => {
    const { address, checks } = await begin(`${mine} profile`, { prompt: "consent" });
    const back = await follow(ann, address, { accept: true, scope: "openid" });
    const tokens = await oidc.authorizationCodeGrant(client, back, checks);
    expect(tokens.scope).toBe("openid");
    expect((await use(tokens.access_token)).status).toBe(404);
    const refused = await follow(ann, (await begin(`${mine} profile`, { prompt: "consent" })).address, {
      accept: false,
    });
    expect(refused.searchParams.get("error")).toBe("access_denied");
  });

  it("that asks for a token for this API is given a JWT, with no more rights", async () => {
    const tokens = await letIn(mine, { resource: world.origin });
    expect(tokens.access_token.split(".")).toHaveLength(3);
    expect((await use(tokens.access_token)).body).toEqual([{ total: 7 }]);
    const written = await new Caller(world.origin, { origin: "" }).send(
      "POST",
      "/api/orders",
      { total: 1 },
      { authorization: `Bearer ${tokens.access_token}` },
    );
    expect(written.status).toBe(403);
    const foreign = await follow(ann, (await begin(mine, { resource: "https://other.example" })).address);
    expect(foreign.searchParams.get("error")).toBe("invalid_target");
  });

  it("refreshes its token, which ends the one before, and revokes it", async () => {
    const first = await letIn();
    const second = await oidc.refreshTokenGrant(client, first.refresh_token ?? "");
    expect((await use(second.access_token)).body).toEqual([{ total: 7 }]);
    await oidc.tokenRevocation(client, second.access_token);
    await pause(150);
    expect((await use(second.access_token)).status).toBe(401);
    const third = await oidc.refreshTokenGrant(client, second.refresh_token ?? "");
    // Whoever uses a token that was used before has stolen it, or was robbed: none of them is good any more.
    await expect(oidc.refreshTokenGrant(client, first.refresh_token ?? "")).rejects.toThrow();
    await expect(oidc.refreshTokenGrant(client, third.refresh_token ?? "")).rejects.toThrow();
    await pause(150);
    expect((await use(third.access_token)).status).toBe(401);
  });
});

describe("an authorization code", () => {
  it("is good for one of fifty tries at once, and what it gave is revoked when it comes again", async () => {
    const { address, checks } = await begin();
    const back = await follow(ann, address);
    const tries = await Promise.allSettled(
      Array.from({ length: 50 }, () => oidc.authorizationCodeGrant(client, back, checks)),
    );
    const won = tries.filter(({ status }) => status === "fulfilled");
    expect(won.length).toBe(1);
    await expect(oidc.authorizationCodeGrant(client, back, checks)).rejects.toThrow();
    await pause(150);
    const [first] = won;
    if (first?.status === "fulfilled") expect((await use(first.value.access_token)).status).toBe(401);
  });

  it("goes to the very address that was registered, and to no other", async () => {
    const tries = [
      "https://app.example/back/",
      "https://app.example/back?x=1",
      "https://app.example/back#x",
      "https://app.example/back/../other",
      "https://APP.example/back",
      "http://app.example/back",
      "https://app.example:444/back",
      "https://app.example.evil.example/back",
      "https://app.example@evil.example/back",
      "https://evil.example/back",
      "//evil.example/back",
      "javascript:alert(1)",
      "",
    ];
    for (const to of tries) {
      const { address } = await begin(mine, { redirect_uri: to });
      const led = await follow(ann, address);
      expect([to, led.host, led.searchParams.has("code")]).toEqual([to, new URL(world.origin).host, false]);
    }
  });

  it("is nothing without its verifier, its redirect address, or in the hands of another application", async () => {
    const other = (
      await root.post("/auth/oauth2/create-client", { client_name: "Other", redirect_uris: [redirect], scope: mine })
    ).body as typeof application;
    const basic = (of: typeof application) =>
      `Basic ${Buffer.from(`${of.client_id}:${of.client_secret}`).toString("base64")}`;
    const redeem = async (change: Readonly<Record<string, string>>, of = application) => {
      const { address, checks } = await begin();
      const back = await follow(ann, address);
      const form = new URLSearchParams({
        grant_type: "authorization_code",
        code: back.searchParams.get("code") ?? "",
        redirect_uri: redirect,
        code_verifier: String(checks.pkceCodeVerifier),
        ...change,
      });
      return new Caller(world.origin, {
        origin: "",
        authorization: basic(of),
        "content-type": "application/x-www-form-urlencoded",
      }).send("POST", "/auth/oauth2/token", form.toString());
    };
    expect((await redeem({})).status).toBe(200);
    const bad = [
      await redeem({ code_verifier: oidc.randomPKCECodeVerifier() }),
      await redeem({ code_verifier: "" }),
      await redeem({ redirect_uri: "https://evil.example/back" }),
      await redeem({}, other),
      await redeem({}, { ...application, client_secret: "guessed" }),
      await redeem({ grant_type: "client_credentials" }),
      await redeem({ grant_type: "password", username: "ann@shop.example", password }),
    ];
    for (const { status, body } of bad) expect([status >= 400, body?.access_token]).toEqual([true, undefined]);
    const plain = await follow(ann, (await begin(mine, { code_challenge_method: "plain" })).address);
    expect(plain.searchParams.has("code")).toBe(false);
    const implicit = await follow(ann, (await begin(mine, { response_type: "token" })).address);
    expect(implicit.href).not.toMatch(/[?&#](?:code|access_token|id_token)=/);
  });

  it("is given to nobody who is not signed in, nor by a page elsewhere that consents in his place", async () => {
    const { address } = await begin();
    const led = await follow(world.caller(), address);
    expect([led.pathname, led.searchParams.has("code")]).toEqual(["/sign-in", false]);
    const bob = await world.member("bob@shop.example");
    const asked = await bob.get((await begin()).address.href, { origin: "", "sec-fetch-mode": "navigate" });
    const consent = new URL(asked.headers.get("location") ?? "", world.origin);
    const given = { accept: true, oauth_query: consent.search.slice(1) };
    expect((await bob.post("/auth/oauth2/consent", given, { origin: "https://evil.example" })).status).toBe(403);
    const widened = consent.search.slice(1).replace("orders%3Aread", "orders%3Aall");
    expect((await bob.post("/auth/oauth2/consent", { ...given, oauth_query: widened })).status).toBe(400);
  });
});

describe("what an application may do", () => {
  it("ends with its user's session, unless he has let it go on, and with his suspension in any case", async () => {
    const cleo = await world.member("cleo@shop.example");
    const enter = async (scope: string) => {
      const { address, checks } = await begin(scope);
      return oidc.authorizationCodeGrant(client, await follow(cleo, address), checks);
    };
    const brief = await enter("openid orders:read");
    const lasting = await enter(mine);
    const jwt = await (async () => {
      const { address, checks } = await begin("openid orders:read", { resource: world.origin });
      return oidc.authorizationCodeGrant(client, await follow(cleo, address), checks, { resource: world.origin });
    })();
    for (const { access_token } of [brief, lasting, jwt]) expect((await use(access_token)).status).toBe(200);
    await cleo.post("/auth/sign-out");
    await pause(150);
    expect((await use(brief.access_token)).status).toBe(401);
    expect((await use(jwt.access_token)).status).toBe(401);
    const next = await oidc.refreshTokenGrant(client, lasting.refresh_token ?? "");
    expect((await use(next.access_token)).status).toBe(200);
    await root.post("/auth/admin/suspend", { user: "cleo@shop.example" });
    expect((await use(next.access_token)).status).toBe(401);
    await expect(oidc.refreshTokenGrant(client, next.refresh_token ?? "")).rejects.toThrow();
    await expect(oidc.fetchUserInfo(client, next.access_token, oidc.skipSubjectCheck)).rejects.toThrow();
  });

  it("is arranged by those who may administer, and by nobody else", async () => {
    const given = { client_name: "Mine", redirect_uris: [redirect] };
    expect((await ann.post("/auth/oauth2/create-client", given)).status).toBe(401);
    expect((await world.caller().post("/auth/oauth2/create-client", given)).status).toBe(401);
    for (const at of ["/auth/oauth2/register", "/auth/admin/oauth2/create-client"])
      expect([at, (await ann.post(at, given)).status >= 400]).toEqual([at, true]);
    expect((await ann.get(`/auth/oauth2/get-client?client_id=${application.client_id}`)).status).toBeGreaterThanOrEqual(
      400,
    );
  });
});

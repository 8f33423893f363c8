// Sign-in by Google, GitHub, Microsoft and Apple, whose endpoints stand on this machine.

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Caller, openPeopleServer, type PeopleServer } from "../kit/open-people.ts";
import { openWellKnownProviders, type WellKnownProviders } from "../kit/well-known-providers.ts";

const tenant = "9a0e6d5c-0000-4000-8000-000000000001";
const parties = {
  google: {
    host: "oauth2.googleapis.com",
    at: "https://accounts.google.com/o/oauth2/v2/auth",
    issuer: "https://accounts.google.com",
  },
  github: { host: "github.com", at: "https://github.com/login/oauth/authorize", issuer: "" },
  microsoft: {
    host: "login.microsoftonline.com",
    at: "https://login.microsoftonline.com/common/oauth2/v2.0/authorize",
    issuer: `https://login.microsoftonline.com/${tenant}/v2.0`,
  },
  apple: {
    host: "appleid.apple.com",
    at: "https://appleid.apple.com/auth/authorize",
    issuer: "https://appleid.apple.com",
  },
} as const;
type Party = keyof typeof parties;
const names = Object.keys(parties) as Party[];

let providers: WellKnownProviders;
let world: PeopleServer;
beforeAll(async () => {
  providers = await openWellKnownProviders();
  const given = (name: Party) => [
    name,
    {
      clientId: `shop-at-${name}`,
      clientSecret: `the secret at ${name}`,
      scopes: ["one.more"],
      roles: { claim: "groups", values: { sellers: "staff" } },
    },
  ];
  world = await openPeopleServer({
    users: { tries: { address: 100_000, account: 100_000 }, providers: Object.fromEntries(names.map(given)) },
  });
});
afterAll(async () => {
  await world.stop();
  await providers.close();
});

/** What the party says of somebody, in its own way. */
function says(name: Party, email: string, verified: boolean, more: Record<string, unknown> = {}, nonce?: string): void {
  const common = {
    iss: parties[name].issuer,
    aud: `shop-at-${name}`,
    sub: `${email} at ${name}`,
    name: "N",
    email,
    groups: ["sellers"],
  };
  const own: Record<Party, Record<string, unknown>> = {
    google: { email_verified: verified },
    github: {
      id: [...email].reduce((sum, char) => sum * 31 + (char.codePointAt(0) ?? 0), 7) % 1_000_003,
      login: "n",
      name: "N",
      email,
      groups: ["sellers"],
    },
    microsoft: { oid: `oid of ${email}`, tid: tenant, ...(verified ? { verified_primary_email: [email] } : {}) },
    apple: { email_verified: String(verified) },
  };
  const said = name === "github" ? own.github : { ...common, ...own[name] };
  providers.says[parties[name].host] = { ...said, ...(nonce === undefined ? {} : { nonce }), ...more };
  providers.emails = [{ email, primary: true, verified }];
}

interface Entered {
  readonly caller: Caller;
  readonly to: string;
  readonly asked: URL;
}

async function enter(
  name: Party,
  email: string,
  verified = true,
  more: Record<string, unknown> = {},
): Promise<Entered> {
  const caller = world.caller();
  const begun = await caller.post("/auth/sign-in/social", { provider: name, callbackURL: "/welcome" });
  const asked = new URL(begun.body?.url ?? begun.text);
  says(name, email, verified, more, asked.searchParams.get("nonce") ?? undefined);
  const state = asked.searchParams.get("state") ?? "";
  const back = new URL(asked.searchParams.get("redirect_uri") ?? "");
  const answer = new URLSearchParams({ code: "a-code", state });
  if (asked.searchParams.get("response_mode") === "form_post") {
    // The party's page posts it; the browser keeps cookies of ours back.
    const posted = await new Caller(world.origin, {
      origin: new URL(parties[name].at).origin,
      "sec-fetch-site": "cross-site",
      "content-type": "application/x-www-form-urlencoded",
    }).send("POST", back.href, answer.toString());
    const next = await caller.get(posted.headers.get("location") ?? "", { origin: "" });
    return { caller, to: next.headers.get("location") ?? next.text, asked };
  }
  const led = await caller.get(`${back.href}?${answer}`, { origin: "" });
  return { caller, to: led.headers.get("location") ?? led.text, asked };
}

const isIn = (caller: Caller) => caller.cookies.has("isthmus.session_token");

describe.each(names)("sign-in by %s", (name) => {
  it("leads to its own page and back, proves itself with its secret, and lets in whose address it has verified", async () => {
    const { caller, to, asked } = await enter(name, `ida@${name}.example`);
    expect([to, isIn(caller)]).toEqual([expect.stringMatching(/\/welcome$/), true]);
    expect(asked.href.startsWith(parties[name].at)).toBe(true);
    expect(asked.searchParams.get("redirect_uri")).toBe(`${world.origin}/auth/callback/${name}`);
    expect(asked.searchParams.get("client_id")).toBe(`shop-at-${name}`);
    expect(asked.searchParams.get("scope")?.split(" ")).toContain("one.more");
    const sent = providers.asked.at(-1);
    expect(sent?.host).toBe(parties[name].host);
    expect(Object.fromEntries(sent?.form ?? [])).toMatchObject({
      code: "a-code",
      client_secret: `the secret at ${name}`,
    });
    expect((await caller.get("/auth/get-session")).body.user).toMatchObject({
      email: `ida@${name}.example`,
      emailVerified: true,
    });
  });

  it("gives the roles that its claims stand for, for as long as they are said", async () => {
    const { caller } = await enter(name, `rita@${name}.example`);
    expect((await caller.get("/api/orders?select=total")).body).toHaveLength(2);
    const later = await enter(name, `rita@${name}.example`, true, { groups: [] });
    expect((await later.caller.get("/api/orders?select=total")).body).toEqual([]);
  });

  it("makes no account of an address that it has not verified", async () => {
    const { caller, to } = await enter(name, `mallory@${name}.example`, false);
    expect([isIn(caller), to]).toEqual([false, expect.stringMatching(/error=/)]);
  });

  it("joins no account that somebody else has made here by the same address", async () => {
    await world
      .caller()
      .post("/auth/sign-up/email", { name: "M", email: `owner@${name}.example`, password: "a password of mallory" });
    const { caller, to } = await enter(name, `owner@${name}.example`);
    expect([isIn(caller), to]).toEqual([false, expect.stringMatching(/error=/)]);
  });
});

describe.each(["google", "microsoft", "apple"] as const)("an ID token of %s", (name) => {
  it("that is forged, for another application, from another issuer, or too old lets nobody in", async () => {
    const wrong: readonly Record<string, unknown>[] = [
      { aud: "another application" },
      { iss: "https://evil.example" },
      { exp: 1 },
      { iat: 1, exp: Math.floor(Date.now() / 1_000) + 60 },
    ];
    const entered: unknown[] = [];
    for (const more of wrong)
      entered.push([Object.keys(more)[0], isIn((await enter(name, `eve@${name}.example`, true, more)).caller)]);
    providers.forging = true;
    entered.push(["forged", isIn((await enter(name, `eve@${name}.example`)).caller)]);
    providers.forging = false;
    expect(entered.filter((one) => (one as [string, boolean])[1])).toEqual([]);
  });

  it("that a caller brings along himself lets nobody in, however good it is", async () => {
    const caller = world.caller();
    const token = await providers.idToken(parties[name].host);
    const answer = await caller.post("/auth/sign-in/social", { provider: name, idToken: { token } });
    expect([answer.status >= 400, isIn(caller)]).toEqual([true, false]);
  });
});

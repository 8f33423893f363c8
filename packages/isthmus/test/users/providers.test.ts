// Sign-in by another party: a real OpenID provider on a socket, and what a hostile one, or a hostile page, may try.

import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import Provider from "oidc-provider";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Caller, openPeopleServer, password, type PeopleServer } from "../kit/open-people.ts";

interface Account {
  readonly email: string;
  readonly email_verified: boolean;
  readonly groups?: readonly string[];
}

const accounts: { [id: string]: Account } = {};
const seen: { challenge: string | null; nonce: string | null; state: string | null }[] = [];
let idp: Server;
let issuer: string;
let world: PeopleServer;
let redirectUris: string[] = [];

beforeAll(async () => {
  idp = createServer();
  await new Promise<void>((resolve) => idp.listen(0, "127.0.0.1", resolve));
  issuer = `http://127.0.0.1:${(idp.address() as AddressInfo).port}`;
  world = await openPeopleServer({
    users: {
      providers: {
        firm: {
          kind: "oidc",
          issuer,
          clientId: "shop",
          clientSecret: "a-client-secret-of-the-shop",
          roles: { claim: "groups", values: { sellers: "staff" } },
        },
      },
    },
  });
  redirectUris = [`${world.origin}/auth/callback/firm`];
  const provider = new Provider(issuer, {
    clients: [{ client_id: "shop", client_secret: "a-client-secret-of-the-shop", redirect_uris: redirectUris }],
    claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name", "groups"] },
    conformIdTokenClaims: false,
    pkce: { required: () => true },
    features: { devInteractions: { enabled: true } },
    findAccount: (_context: unknown, id: string) => ({
      accountId: id,
      claims: async () => ({ sub: id, name: id, ...accounts[id] }),
    }),
  });
  const answer = provider.callback();
  idp.on("request", (message, response) => {
    const url = new URL(message.url ?? "/", issuer);
    if (url.pathname === "/auth" && url.searchParams.has("client_id"))
      seen.push({
        challenge: url.searchParams.get("code_challenge_method"),
        nonce: url.searchParams.get("nonce"),
        state: url.searchParams.get("state"),
      });
    void answer(message, response);
  });
});
afterAll(async () => {
  await world.stop();
  idp.closeAllConnections();
  await new Promise((resolve) => idp.close(resolve));
});

/** Goes where a browser would, and gives the address that leads back to the shop. */
async function consentAt(address: string, login: string): Promise<string> {
  const browser = new Caller(issuer, { origin: "", "content-type": "" });
  let next = address;
  for (let steps = 0; steps < 12; steps += 1) {
    const answer = await browser.get(next);
    const location = answer.headers.get("location");
    if (location !== null) {
      next = new URL(location, next).href;
      if (next.startsWith(world.origin)) return next;
      continue;
    }
    const action = /action="([^"]+)"/.exec(answer.text)?.[1];
    if (action === undefined) throw new Error(`no way on at ${next}: ${answer.text.slice(0, 300)}`);
    const prompt = /name="prompt" value="(\w+)"/.exec(answer.text)?.[1] ?? "login";
    const form = new URLSearchParams({ prompt, ...(prompt === "login" ? { login, password: "any" } : {}) });
    const sent = await browser.send("POST", new URL(action, next).href, form.toString(), {
      "content-type": "application/x-www-form-urlencoded",
    });
    next = new URL(sent.headers.get("location") ?? "", next).href;
    if (next.startsWith(world.origin)) return next;
  }
  throw new Error("no end");
}

async function begin(caller: Caller): Promise<string> {
  const begun = await caller.post("/auth/sign-in/social", { provider: "firm", callbackURL: "/welcome" });
  expect([begun.status, begun.text]).toEqual([200, expect.stringContaining(issuer)]);
  return begun.body.url as string;
}

async function enter(login: string): Promise<{ readonly caller: Caller; readonly to: string }> {
  const caller = world.caller();
  const back = await consentAt(await begin(caller), login);
  const answer = await caller.get(back);
  return { caller, to: answer.headers.get("location") ?? answer.text };
}

describe("sign-in by an OpenID provider", () => {
  it("makes an account, uses PKCE, state and nonce, and its claims give roles for as long as they are said", async () => {
    accounts["ida"] = { email: "ida@firm.example", email_verified: true, groups: ["sellers", "others"] };
    const { caller, to } = await enter("ida");
    expect(to).toMatch(/\/welcome$/);
    expect(seen.at(-1)).toEqual({
      challenge: "S256",
      nonce: expect.stringMatching(/.{16}/),
      state: expect.stringMatching(/.{16}/),
    });
    expect((await caller.get("/api/orders")).body).toHaveLength(2);
    accounts["ida"] = { email: "ida@firm.example", email_verified: true, groups: [] };
    const later = await enter("ida");
    expect((await later.caller.get("/api/orders")).body).toEqual([]);
    expect((await caller.get("/api/orders")).body).toEqual([]);
  });

  it("joins no account by an address that the provider has not verified, and makes none", async () => {
    await world.member("known@shop.example");
    accounts["thief"] = { email: "known@shop.example", email_verified: false };
    const thief = await enter("thief");
    expect(thief.to).toMatch(/error=/);
    expect(thief.caller.cookies.has("isthmus.session_token")).toBe(false);
    accounts["early"] = { email: "victim@shop.example", email_verified: false };
    expect((await enter("early")).to).toMatch(/error=email_not_verified/);
    const victim = await world.member("victim@shop.example");
    expect((await victim.get("/api/orders")).status).toBe(200);
  });

  it("joins no account that somebody made with another's address and never verified", async () => {
    await world.caller().post("/auth/sign-up/email", { name: "Mallory", email: "owner@firm.example", password });
    accounts["owner"] = { email: "owner@firm.example", email_verified: true };
    const owner = await enter("owner");
    expect(owner.to).toMatch(/error=/);
    const planted = await world.caller().post("/auth/sign-in/email", { email: "owner@firm.example", password });
    expect(planted.status).toBe(403);
  });

  it("takes a code back once, from who has begun, and no state of others", async () => {
    accounts["otto"] = { email: "otto@firm.example", email_verified: true };
    const caller = world.caller();
    const back = await consentAt(await begin(caller), "otto");
    const stranger = world.caller();
    expect((await stranger.get(back)).headers.get("location")).toMatch(/error=/);
    expect(stranger.cookies.has("isthmus.session_token")).toBe(false);

    const own = world.caller();
    const mine = await consentAt(await begin(own), "otto");
    const cookies = new Map(own.cookies);
    const tries = await Promise.all(
      Array.from({ length: 50 }, async () => {
        const one = world.caller();
        for (const [name, value] of cookies) one.cookies.set(name, value);
        await one.get(mine);
        return one;
      }),
    );
    expect(tries.filter((one) => one.cookies.has("isthmus.session_token"))).toHaveLength(1);
    const forged = new URL(mine);
    forged.searchParams.set("state", "forged");
    expect((await own.get(forged.href)).headers.get("location")).toMatch(/error=/);
  });
});

// Passkeys in a real browser with an authenticator of its own: made, signed in by, copied, deleted. Where no browser can
// be had, these tests are named as not run.

import { type Browser, type CDPSession, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findChromium } from "../kit/chromium.ts";
import { freePort } from "../kit/free-port.ts";
import { type Answer, type Caller, openPeopleServer, type PeopleServer } from "../kit/open-people.ts";

const found = findChromium();
if (found.path === undefined) process.stderr.write(`NO BROWSER, passkeys are not tested: ${found.reason}\n`);

/** The browser's part of both ceremonies, as a page would have it. */
const register = `async (options) => (await navigator.credentials.create({
  publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options),
})).toJSON()`;
const authenticate = `async (options) => (await navigator.credentials.get({
  publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options),
})).toJSON()`;
const sessionCookie = "isthmus.session_token";

describe.skipIf(found.path === undefined)(
  `passkeys in a browser${found.path === undefined ? ` (${found.reason})` : ""}`,
  () => {
    let world: PeopleServer;
    let browser: Browser;
    let page: Page;
    let authenticator: CDPSession;
    let ann: Caller;
    let made: Answer;

    beforeAll(async () => {
      const port = await freePort();
      world = await openPeopleServer({
        users: { passkeys: true, tries: { address: 1_000, account: 1_000 } },
        server: { port, origin: `http://localhost:${port}` },
      });
      browser = await chromium.launch({
        executablePath: found.path ?? "",
        args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
      });
      page = await browser.newPage();
      await page.goto(`${world.origin}/auth/ok`);
      authenticator = await page.context().newCDPSession(page);
      await authenticator.send("WebAuthn.enable");
      await authenticator.send("WebAuthn.addVirtualAuthenticator", {
        options: {
          protocol: "ctap2",
          transport: "internal",
          hasResidentKey: true,
          hasUserVerification: true,
          isUserVerified: true,
          automaticPresenceSimulation: true,
        },
      });
      ann = await world.member("ann@shop.example");
    });
    afterAll(async () => {
      await browser?.close();
      await world?.stop();
    });

    const inPage = async (work: string, options: unknown): Promise<Record<string, unknown>> =>
      (await page.evaluate(`(${work})(${JSON.stringify(options)})`)) as Record<string, unknown>;
    const begin = async (caller: Caller, kind: "register" | "authenticate") =>
      (await caller.get(`/auth/passkey/generate-${kind}-options`)).body as object;
    const enter = async (caller: Caller, headers: Record<string, string> = {}) => {
      const response = await inPage(authenticate, await begin(caller, "authenticate"));
      return { response, answer: await caller.post("/auth/passkey/verify-authentication", { response }, headers) };
    };

    it("are made by who is signed in, for the host of the configured origin", async () => {
      expect((await world.caller().get("/auth/passkey/generate-register-options")).status).toBe(401);
      const options = await begin(ann, "register");
      expect(options).toMatchObject({ rp: { id: "localhost" }, user: { name: "ann@shop.example" } });
      const response = await inPage(register, options);
      made = await ann.post("/auth/passkey/verify-registration", { response, name: "laptop" });
      expect([made.status, made.body?.name]).toEqual([200, "laptop"]);
      const again = await ann.post("/auth/passkey/verify-registration", { response, name: "once more" });
      expect(again.status).toBe(400);
      expect((await ann.get("/auth/passkey/list-user-passkeys")).body).toHaveLength(1);
    });

    it("sign in who has signed out, with his roles, and each answer does so once", async () => {
      await ann.post("/auth/sign-out");
      expect((await ann.get("/api/orders")).status).toBe(404);
      const { response, answer } = await enter(ann);
      expect([answer.status, ann.cookies.has(sessionCookie)]).toEqual([200, true]);
      expect((await ann.send("POST", "/api/orders", { total: 1 })).status).toBe(201);
      const again = await world.caller().post("/auth/passkey/verify-authentication", { response });
      expect([again.status, again.headers.getSetCookie().join()]).toEqual([400, ""]);
    });

    it("of fifty tries at once with one answer, one is signed in", async () => {
      const first = world.caller();
      const response = await inPage(authenticate, await begin(first, "authenticate"));
      const tries = await Promise.all(
        Array.from({ length: 50 }, async () => {
          const one = world.caller();
          for (const [name, value] of first.cookies) one.cookies.set(name, value);
          await one.post("/auth/passkey/verify-authentication", { response });
          return one.cookies.has(sessionCookie);
        }),
      );
      expect(tries.filter(Boolean)).toHaveLength(1);
    });

    it("are refused when the page, the challenge or the signature is another's", async () => {
      const other = world.caller();
      const elsewhere = await enter(other, { origin: "https://evil.example" });
      expect([elsewhere.answer.status, other.cookies.has(sessionCookie)]).toEqual([403, false]);

      // Signed for the page of a name that only looks like ours; the browser wrote the origin, not the page.
      const strange = await browser.newPage();
      try {
        await strange.goto(world.origin.replace("localhost", "127.0.0.1") + "/auth/ok");
        const failed = strange.evaluate(`(${authenticate})(${JSON.stringify(await begin(other, "authenticate"))})`);
        await expect(failed).rejects.toThrow(/SecurityError/);
      } finally {
        await strange.close();
      }

      const response = (await inPage(authenticate, await begin(other, "authenticate"))) as {
        readonly response: Readonly<Record<string, string>>;
      };
      const changed = (member: string, value: string) => ({
        response: { ...response, response: { ...response.response, [member]: value } },
      });
      const client = (more: object) =>
        Buffer.from(
          JSON.stringify({
            ...(JSON.parse(Buffer.from(response.response["clientDataJSON"] ?? "", "base64url").toString()) as object),
            ...more,
          }),
        ).toString("base64url");
      const forged = [
        changed("clientDataJSON", client({ origin: "https://evil.example" })),
        changed("clientDataJSON", client({ type: "webauthn.create" })),
        changed("clientDataJSON", client({ challenge: "bm90IHRoZSBjaGFsbGVuZ2U" })),
        changed("clientDataJSON", "x"),
        changed("signature", "AAAA"),
        changed("authenticatorData", "AAAA"),
        { response: { ...response, id: { $ne: null } } },
        { response: null },
        {},
      ];
      for (const body of forged) {
        const thief = world.caller();
        await begin(thief, "authenticate");
        const own = await thief.post("/auth/passkey/verify-authentication", body);
        for (const [name, value] of other.cookies) thief.cookies.set(name, value);
        const taken = await thief.post("/auth/passkey/verify-authentication", body);
        expect([own.status, taken.status].every((status) => status === 400 || status === 401)).toBe(true);
        expect(thief.cookies.has(sessionCookie)).toBe(false);
        await begin(other, "authenticate");
      }
    });

    it("belong to their owner alone, and are nothing once he has deleted them", async () => {
      const bob = await world.member("bob@shop.example");
      const { id } = made.body as { id: string };
      expect((await bob.post("/auth/passkey/delete-passkey", { id })).status).toBeGreaterThanOrEqual(400);
      expect((await bob.get("/auth/passkey/list-user-passkeys")).body).toEqual([]);
      expect((await ann.get("/auth/passkey/list-user-passkeys")).body).toHaveLength(1);
      expect((await ann.post("/auth/passkey/delete-passkey", { id }, { origin: "https://evil.example" })).status).toBe(
        403,
      );
      expect((await ann.post("/auth/passkey/delete-passkey", { id })).status).toBe(200);
      const after = world.caller();
      const { answer } = await enter(after);
      expect([answer.status, after.cookies.has(sessionCookie)]).toEqual([401, false]);
    });

    it("do not let in who is suspended", async () => {
      const cleo = await world.member("cleo@shop.example");
      const response = await inPage(register, await begin(cleo, "register"));
      expect((await cleo.post("/auth/passkey/verify-registration", { response })).status).toBe(200);
      const { DatabaseSync } = await import("node:sqlite");
      const database = new DatabaseSync(`${world.folder}/users.db`);
      database.exec("UPDATE user SET suspended = 1 WHERE email = 'cleo@shop.example'");
      database.close();
      const { answer } = await enter(world.caller());
      expect([answer.status === 200, answer.headers.getSetCookie().join()]).toEqual([
        false,
        expect.not.stringMatching(/session_token=\w/),
      ]);
    });
  },
);

// Signing up, in and out, by a whole server over sockets.

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openPeopleServer, password, type PeopleServer } from "../kit/open-people.ts";

let world: PeopleServer;
beforeAll(async () => {
  world = await openPeopleServer({ users: { magicLinks: true } });
});
afterAll(() => world.stop());

describe("an account", () => {
  it("is made, verified by the link in a mail, and signed in to; its cookie opens the API until it signs out", async () => {
    const ann = world.caller();
    const made = await ann.post("/auth/sign-up/email", { name: "Ann", email: "Ann@shop.example", password });
    expect([made.status, made.body.token, made.headers.get("cache-control")]).toEqual([200, null, "no-store"]);
    const early = await ann.post("/auth/sign-in/email", { email: "ann@shop.example", password });
    expect([early.status, early.body.code, ann.cookies.size]).toEqual([403, "EMAIL_NOT_VERIFIED", 0]);

    const [mail] = await world.mails("ann@shop.example");
    expect(mail?.link).toMatch(`${world.origin}/auth/verify-email?token=`);
    expect((await ann.get(mail?.link ?? "")).status).toBe(302);

    const entered = await ann.post("/auth/sign-in/email", { email: "ann@shop.example", password });
    expect(entered.status).toBe(200);
    expect(entered.headers.getSetCookie().join()).toMatch(/^isthmus\.session_token=.*HttpOnly; SameSite=Lax/);

    const bought = await ann.send("POST", "/api/orders", { total: 5 }, { prefer: "return=representation" });
    expect([bought.status, bought.body]).toEqual([201, [expect.objectContaining({ customer: entered.body.user.id })]]);
    expect((await ann.get("/api/orders?select=total")).body).toEqual([{ total: 5 }]);

    const cookies = new Map(ann.cookies);
    expect((await ann.post("/auth/sign-out")).status).toBe(200);
    for (const [name, value] of cookies) ann.cookies.set(name, value);
    expect((await ann.get("/api/orders")).status).toBe(404);
  });

  it("keeps its password as an Argon2id hash, and shows neither it nor the tokens of others", async () => {
    const ben = await world.member("ben@shop.example");
    const seen = await ben.get("/auth/get-session");
    expect(seen.body.user).toEqual(expect.objectContaining({ email: "ben@shop.example", emailVerified: true }));
    expect(seen.text).not.toMatch(/argon2|password/i);
  });

  it("may change its password, which ends other sessions on request, and may have a forgotten one replaced", async () => {
    const eve = await world.member("eve@shop.example");
    const phone = world.caller();
    await phone.post("/auth/sign-in/email", { email: "eve@shop.example", password });
    const changed = { currentPassword: password, newPassword: "another long password", revokeOtherSessions: true };
    expect((await eve.post("/auth/change-password", changed)).status).toBe(200);
    expect((await phone.get("/api/orders")).status).toBe(404);
    expect((await eve.get("/api/orders")).status).toBe(200);

    await world.caller().post("/auth/request-password-reset", { email: "eve@shop.example", redirectTo: "/new" });
    const mail = (await world.mails("eve@shop.example", 2)).at(-1);
    const followed = await world.caller().get(mail?.link ?? "");
    const to = new URL(followed.headers.get("location") ?? "", world.origin);
    expect([to.origin, to.pathname]).toEqual([world.origin, "/new"]);
    const reset = { token: to.searchParams.get("token"), newPassword: "a third long password" };
    expect((await world.caller().post("/auth/reset-password", reset)).status).toBe(200);
    expect((await world.caller().post("/auth/reset-password", reset)).status).toBe(400);
    expect((await eve.get("/api/orders")).status).toBe(404);
    const back = { email: "eve@shop.example", password: "a third long password" };
    expect((await world.caller().post("/auth/sign-in/email", back)).status).toBe(200);
  });

  it("lists its sessions, ends one of them, or all but this", async () => {
    const kim = await world.member("kim@shop.example");
    const others = [world.caller(), world.caller()];
    for (const other of others) await other.post("/auth/sign-in/email", { email: "kim@shop.example", password });
    const [first, second] = others;
    const listed = (await kim.get("/auth/list-sessions")).body as readonly { readonly token: string }[];
    expect(listed).toHaveLength(3);
    const theirs = (await first?.get("/auth/get-session"))?.body.session.token as string;
    expect((await first?.get("/api/orders"))?.status).toBe(200);
    expect((await kim.post("/auth/revoke-session", { token: theirs })).status).toBe(200);
    expect((await first?.get("/api/orders"))?.status).toBe(404);
    expect((await second?.get("/api/orders"))?.status).toBe(200);
    await kim.post("/auth/revoke-other-sessions");
    expect((await second?.get("/api/orders"))?.status).toBe(404);
    expect((await kim.get("/api/orders")).status).toBe(200);
  });

  it("is signed in to by a link in a mail, once", async () => {
    await world.member("lea@shop.example");
    await world.caller().post("/auth/sign-in/magic-link", { email: "lea@shop.example", callbackURL: "/" });
    const mail = (await world.mails("lea@shop.example", 2)).at(-1);
    const lea = world.caller();
    expect((await lea.get(mail?.link ?? "")).status).toBe(302);
    expect((await lea.get("/api/orders")).status).toBe(200);
    const again = world.caller();
    expect((await again.get(mail?.link ?? "")).headers.get("location")).toMatch(/error=INVALID_TOKEN/);
    expect(again.cookies.size).toBe(0);
  });
});

describe("nobody", () => {
  it("sets what the server keeps for itself: rights, suspension, tenants", async () => {
    const mal = await world.member("mal@shop.example");
    for (const field of ["suspended", "vouchedRoles", "emailVerified", "twoFactorEnabled", "role"]) {
      const tried = { [field]: field === "vouchedRoles" ? '["staff"]' : true };
      const answers = [
        await mal.post("/auth/update-user", { name: "Mal", ...tried }),
        await mal.post("/auth/update-session", tried),
        await mal.post("/auth/update-session", { tenantId: "x" }),
      ];
      expect(answers.every(({ status }) => status === 200 || status === 400)).toBe(true);
    }
    const made = { name: "M", email: "mal2@shop.example", password, vouchedRoles: '["staff"]', emailVerified: true };
    await world.caller().post("/auth/sign-up/email", made);
    const entered = await world.caller().post("/auth/sign-in/email", { email: "mal2@shop.example", password });
    expect(entered.status).not.toBe(200);
    expect((await mal.get("/api/orders")).body).toEqual([]);
    expect((await mal.get("/auth/get-session")).body.session.tenantId ?? null).toBe(null);
  });
});

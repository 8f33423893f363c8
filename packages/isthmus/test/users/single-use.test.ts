// Of many tries at once with anything that is good for one use, exactly one wins.

import { createHmac } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Answer, Caller, openPeopleServer, password, type PeopleServer } from "../kit/open-people.ts";

let world: PeopleServer;
beforeAll(async () => {
  world = await openPeopleServer({ users: { magicLinks: true, tries: { address: 100_000, account: 100_000 } } });
});
afterAll(() => world.stop());

const tries = 50;
const atOnce = (one: (caller: Caller) => Promise<Answer>): Promise<readonly (Answer & { caller: Caller })[]> =>
  Promise.all(
    Array.from({ length: tries }, async () => {
      const caller = world.caller();
      return { ...(await one(caller)), caller };
    }),
  );

describe("of fifty tries at once exactly one wins", () => {
  it("with a link that resets a password", async () => {
    await world.member("reset@shop.example");
    await world.caller().post("/auth/request-password-reset", { email: "reset@shop.example", redirectTo: "/new" });
    const mail = (await world.mails("reset@shop.example", 2)).at(-1);
    const token = /reset-password\/(\w+)/.exec(mail?.link ?? "")?.[1];
    let turn = 0;
    const answers = await atOnce((caller) =>
      caller.post("/auth/reset-password", { token, newPassword: `a new long password ${(turn += 1)}` }),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    const winner = answers.findIndex(({ status }) => status === 200) + 1;
    const given = { email: "reset@shop.example", password: `a new long password ${winner}` };
    expect((await world.caller().post("/auth/sign-in/email", given)).status).toBe(200);
  });

  it("with a link that signs in", async () => {
    await world.member("magic@shop.example");
    await world.caller().post("/auth/sign-in/magic-link", { email: "magic@shop.example" });
    const mail = (await world.mails("magic@shop.example", 2)).at(-1);
    const answers = await atOnce((caller) => caller.get(mail?.link ?? ""));
    expect(answers.filter(({ caller }) => caller.cookies.has("isthmus.session_token"))).toHaveLength(1);
  });

  it("with a link that verifies an address, and none of them is signed in by it", async () => {
    await world.caller().post("/auth/sign-up/email", { name: "V", email: "verify@shop.example", password });
    const [mail] = await world.mails("verify@shop.example");
    const answers = await atOnce((caller) => caller.get(mail?.link.replace("&callbackURL=%2F", "") ?? ""));
    expect(answers.filter(({ caller }) => caller.cookies.size > 0)).toHaveLength(0);
    const changed = answers.filter(({ status }) => status === 200);
    expect(changed.length).toBeGreaterThanOrEqual(1);
    const entered = await world.caller().post("/auth/sign-in/email", { email: "verify@shop.example", password });
    expect(entered.status).toBe(200);
  });

  it("with a recovery code, and the code is gone", async () => {
    const owner = await world.member("totp@shop.example");
    const enabled = await owner.post("/auth/two-factor/enable", { password });
    expect(enabled.status).toBe(200);
    const uri = new URL(enabled.body.totpURI as string);
    const code = totp(uri.searchParams.get("secret") ?? "");
    expect((await owner.post("/auth/two-factor/verify-totp", { code })).status).toBe(200);
    const [recovery] = enabled.body.backupCodes as readonly string[];

    const half = world.caller();
    const first = await half.post("/auth/sign-in/email", { email: "totp@shop.example", password });
    expect([first.body.twoFactorRedirect, half.cookies.has("isthmus.session_token")]).toEqual([true, false]);
    expect((await half.get("/api/orders")).status).toBe(404);
    const answers = await Promise.all(
      Array.from({ length: 20 }, async () => {
        const one = world.caller();
        await one.post("/auth/sign-in/email", { email: "totp@shop.example", password });
        return { answer: await one.post("/auth/two-factor/verify-backup-code", { code: recovery }), one };
      }),
    );
    expect(answers.filter(({ one }) => one.cookies.has("isthmus.session_token"))).toHaveLength(1);
  });

  it("with a refresh token; that it came again ends the session", async () => {
    const owner = await world.member("refresh@shop.example");
    const pair = (await owner.post("/auth/tokens")).body as { access_token: string; refresh_token: string };
    const bearer = (token: string) => ({ authorization: `Bearer ${token}`, origin: "", cookie: "" });
    const app = new Caller(world.origin);
    expect((await app.get("/api/orders", bearer(pair.access_token))).status).toBe(200);
    const next = (await app.post("/auth/tokens/refresh", { refresh_token: pair.refresh_token })).body as typeof pair;
    expect((await app.get("/api/orders", bearer(next.access_token))).status).toBe(200);

    const answers = await atOnce((caller) =>
      caller.post("/auth/tokens/refresh", { refresh_token: next.refresh_token }),
    );
    expect(answers.filter(({ status }) => status === 200).length).toBeLessThanOrEqual(1);
    const refused = answers.find(({ status }) => status !== 200);
    expect([refused?.status, refused?.body.code]).toEqual([401, "ISTHMUS702"]);
    expect((await app.get("/api/orders", bearer(next.access_token))).status).toBe(401);
    expect((await owner.get("/api/orders")).status).toBe(404);
  });
});

/** RFC 6238 with the usual parameters. */
function totp(base32: string): string {
  const bits = [...base32.replace(/=+$/, "")]
    .map((char) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(char).toString(2).padStart(5, "0"))
    .join("");
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)));
  const mac = createHmac("sha1", key).update(counter).digest();
  const at = (mac.at(-1) ?? 0) & 15;
  return String((mac.readUInt32BE(at) & 0x7f_ff_ff_ff) % 1_000_000).padStart(6, "0");
}

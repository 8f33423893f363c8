// A real Django behind this server, with the middleware of the guide.

import { SignJWT } from "jose";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { get, raw } from "../kit/open-http.ts";
import { type Django, findPython, openDjango } from "../kit/open-django.ts";
import { callersSecret, openDoor } from "../kit/open-routes.ts";

const secret = "shared-with-django-of-at-least-32-characters";
const python = findPython();
const instances: Django[] = [];

const open = () =>
  openDoor(
    {
      "/legacy/*": {
        targets: instances.map(({ origin }) => origin),
        identity: { secret, audience: "legacy", claims: ["email"] },
      },
    },
    {
      auth: { jwt: { secret: callersSecret } },
      roles: { anonymous: {}, customer: {} },
      server: { origin: "https://shop.example" },
    },
  );

const bearer = async (): Promise<string> => {
  const token = new SignJWT({ role: "customer", email: "a@b.example" }).setProtectedHeader({ alg: "HS256" });
  return `Bearer ${await token.setSubject("u7").setExpirationTime("5m").sign(new TextEncoder().encode(callersSecret))}`;
};

describe.skipIf(python === undefined)("Django", () => {
  beforeAll(async () => {
    for (let at = 0; at < 2; at++) instances.push(await openDjango(python ?? "", secret));
  }, 60_000);
  afterAll(() => {
    for (const one of instances.splice(0)) one.stop();
  });

  it("knows who asks, and that a stranger is one", async () => {
    const { address } = await open();
    const answer = await fetch(`${address}/legacy/who`, { headers: { authorization: await bearer() } });
    expect(await answer.json()).toMatchObject({
      identity: { sub: "u7", roles: ["customer"], email: "a@b.example", aud: "legacy", iss: "https://shop.example" },
      address: "127.0.0.1",
    });
    const stranger = await fetch(`${address}/legacy/who`, { headers: { "isthmus-identity": "forged" } });
    expect(await stranger.json()).toMatchObject({ identity: null });
  });

  it("believes no token that somebody else has made, nor one for another service", async () => {
    const { origin = "" } = instances[0] ?? {};
    const made = (audience: string, key: string, alg = "HS256") =>
      new SignJWT({})
        .setProtectedHeader({ alg })
        .setSubject("u7")
        .setAudience(audience)
        .setExpirationTime("1m")
        .sign(new TextEncoder().encode(key));
    const none = `${Buffer.from('{"alg":"none"}').toString("base64url")}.${Buffer.from('{"sub":"u7","aud":"legacy","exp":9999999999}').toString("base64url")}.`;
    const tokens = [
      await made("legacy", callersSecret),
      await made("other", secret),
      await made("legacy", secret, "HS512"),
      none,
    ];
    for (const token of tokens)
      expect((await fetch(`${origin}/legacy/who`, { headers: { "isthmus-identity": token } })).status).toBe(401);
    expect(
      (await fetch(`${origin}/legacy/who`, { headers: { "isthmus-identity": await made("legacy", secret) } })).status,
    ).toBe(200);
  });

  it("makes its links of the public address, whatever a caller says of it", async () => {
    const { port } = await open();
    const answer = await raw(
      port,
      get("/legacy/away", "X-Forwarded-Host: evil.example\r\nX-Forwarded-Proto: gopher\r\n"),
    );
    expect(answer).toMatch(/\r\nLocation: https:\/\/shop\.example\/legacy\/there\r\n/);
  });

  it("takes its forms back, by its own cookie", async () => {
    const { address } = await open();
    const page = await fetch(`${address}/legacy/form`);
    const token = await page.text();
    const cookie = page.headers.getSetCookie()[0]?.split(";")[0] ?? "";
    const send = (headers: Record<string, string>) =>
      fetch(`${address}/legacy/form`, {
        method: "POST",
        headers: { referer: "https://shop.example/legacy/form", ...headers },
        body: new URLSearchParams({ what: "lamp", csrfmiddlewaretoken: token }),
      });
    expect(await (await send({ cookie })).json()).toEqual({ ordered: "lamp" });
    expect((await send({})).status).toBe(403);
  });

  it("streams, and takes what is sent in parts", async () => {
    const { address } = await open();
    const answer = await fetch(`${address}/legacy/slowly`);
    const times: number[] = [];
    for await (const part of answer.body as unknown as AsyncIterable<Uint8Array>)
      if (part.length > 0) times.push(performance.now());
    expect(times).toHaveLength(3);
    expect((times[2] ?? 0) - (times[0] ?? 0)).toBeGreaterThan(400);
    const file = new FormData();
    file.append("picture", new Blob([new Uint8Array(3_000_000)]), "p.png");
    expect(await (await fetch(`${address}/legacy/upload`, { method: "POST", body: file })).json()).toEqual({
      picture: 3_000_000,
    });
  });

  it("may lose one of two instances under load without a failed read", async () => {
    const { address } = await open();
    const failed: unknown[] = [];
    let answered = 0;
    const ask = async (): Promise<void> => {
      while (answered + failed.length < 150) {
        const answer = await fetch(`${address}/legacy/who`);
        const text = await answer.text();
        if (answer.status === 200) answered++;
        if (answered === 40) instances[0]?.child.kill("SIGKILL");
        if (answer.status === 200) continue;
        failed.push(text);
      }
    };
    await Promise.all(Array.from({ length: 10 }, ask));
    expect(failed).toEqual([]);
    expect(answered).toBeGreaterThanOrEqual(150);
    expect(instances[0]?.child.killed).toBe(true);
  });
});

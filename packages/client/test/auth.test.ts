// Signing in and out as a page sees it, and the end of a session.

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createClient, IsthmusError, memoryStore, offlineQueue, type SessionEvent } from "@isthmus/client";
import type { Catalog } from "./kit/catalog.ts";
import { type Front, openFront } from "./kit/front.ts";
import { createStandInAuth, type StandInAuth } from "./kit/stand-in-auth.ts";
import { until } from "./kit/until.ts";

describe("with a session that the client keeps", () => {
  let auth: StandInAuth;
  let front: Front;
  beforeAll(async () => {
    auth = createStandInAuth();
    front = await openFront({ target: "http://127.0.0.1:9", auth: auth.handle });
  });
  afterAll(() => front?.close());

  it("signs up, in and out, and tells each", async () => {
    const store = memoryStore();
    const client = createClient<Catalog>({ url: front.url, sessionStore: store });
    const events: SessionEvent[] = [];
    client.auth.onChange((_, event) => events.push(event));
    expect(await client.auth.session()).toBeNull();
    const session = await client.auth.signUp({ email: "ada@example.org", password: "a good password", name: "Ada" });
    expect(session?.user).toMatchObject({ email: "ada@example.org", name: "Ada" });
    expect(client.auth.current).toBe(session);

    // The program starts again.
    const again = createClient<Catalog>({ url: front.url, sessionStore: store });
    expect((await again.auth.session())?.user.name).toBe("Ada");
    await client.auth.signOut();
    expect(client.auth.current).toBeNull();
    expect(await client.auth.session()).toBeNull();
    expect(events).toEqual(["refreshed", "signed-in", "signed-out"]);
  });

  it("says in the server's words why signing in fails", async () => {
    const client = createClient<Catalog>({ url: front.url, sessionStore: memoryStore() });
    const failed = client.auth.signIn({ email: "ada@example.org", password: "wrong" });
    await expect(failed).rejects.toBeInstanceOf(IsthmusError);
    await expect(failed).rejects.toMatchObject({
      code: "INVALID_EMAIL_OR_PASSWORD",
      status: 401,
      message: "Invalid email or password",
    });
  });

  it("asks once for all who want to know, and again before the end", async () => {
    auth.lasts = 66;
    const client = createClient<Catalog>({ url: front.url, sessionStore: memoryStore() });
    await client.auth.signIn({ email: "ada@example.org", password: "a good password" });
    auth.asked.length = 0;
    await Promise.all([client.auth.session(), client.auth.session(), client.auth.refresh(), client.auth.refresh()]);
    expect(auth.asked).toEqual(["/auth/get-session"]);
    const ended = new Promise<SessionEvent>((resolve) =>
      client.auth.onChange((_, event) => event === "expired" && resolve(event)),
    );
    auth.end();
    expect(await ended).toBe("expired");
    expect(client.auth.current).toBeNull();
    auth.lasts = 3600;
  });

  it("notices an end when a request is refused", async () => {
    const client = createClient<Catalog>({ url: front.url, sessionStore: memoryStore() });
    await client.auth.signIn({ email: "ada@example.org", password: "a good password" });
    const events: SessionEvent[] = [];
    client.auth.onChange((_, event) => events.push(event));
    auth.end();
    await client.auth.request("/sign-in/email", { email: "x", password: "y" }).catch(() => {});
    await until(() => events.includes("expired"));
  });

  it("keeps one person's waiting writes from going out as another's", async () => {
    const client = createClient<Catalog>({ url: front.url, sessionStore: memoryStore(), retry: { times: 0 } });
    await client.auth.signIn({ email: "ada@example.org", password: "a good password" });
    const queue = offlineQueue(client, { store: memoryStore() });
    expect(await queue.send(client.from("tags").insert({ name: "of Ada" }))).toMatchObject({ sent: false });
    await client.auth.signOut();
    await client.auth.signUp({ email: "ben@example.org", password: "another one", name: "Ben" });
    front.asked.length = 0;
    await queue.flush();
    expect(front.asked).toEqual([]);
    expect(await queue.pending()).toHaveLength(1);
    queue.close();
  });

  it("sends no writes of one person by the cookie of another, who has signed in elsewhere meanwhile", async () => {
    const cookies = memoryStore();
    const page = createClient<Catalog>({ url: front.url, sessionStore: cookies, retry: { times: 0 } });
    await page.auth.signUp({ email: "cy@example.org", password: "a good password", name: "Cy" });
    const queue = offlineQueue(page, { store: memoryStore() });
    expect(await queue.send(page.from("tags").insert({ name: "of Cy" }))).toMatchObject({ sent: false });
    // As another tab would, which has the same cookies.
    await page.request({
      method: "POST",
      url: `${front.url}/auth/sign-out`,
      headers: { "content-type": "application/json" },
      body: "{}",
    });
    await page.auth.request("/sign-up/email", { email: "di@example.org", password: "another one", name: "Di" });
    expect(page.auth.current?.user.name).toBe("Cy");
    front.asked.length = 0;
    await queue.flush();
    expect(page.auth.current?.user.name).toBe("Di");
    expect(front.asked.filter(({ method }) => method === "POST")).toEqual([]);
    expect(await queue.pending()).toHaveLength(1);
    queue.close();
  });

  it("tells apart whose writes wait by the page's own word, where it has tokens of its own", async () => {
    const client = createClient<Catalog>({ url: front.url, token: () => "a token", retry: { times: 0 } });
    const store = memoryStore();
    const first = offlineQueue(client, { store, owner: () => "ada" });
    expect(await first.send(client.from("tags").insert({ name: "of Ada" }))).toMatchObject({ sent: false });
    first.close();
    front.asked.length = 0;
    const second = offlineQueue(client, { store, owner: () => "ben" });
    await second.flush();
    expect(front.asked).toEqual([]);
    expect(await second.pending()).toMatchObject([{ owner: "ada" }]);
    second.close();
  });
});

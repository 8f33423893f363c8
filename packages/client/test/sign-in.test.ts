// Signing in to the real server, in Node and in a page: what one may see changes with it, at once.

import { type Browser, chromium } from "playwright-core";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createClient, memoryStore } from "@isthmus/client";
import { findChromium } from "../../isthmus/test/kit/chromium.ts";
import { bundle } from "./kit/bundle.ts";
import type { Catalog } from "./kit/catalog.ts";
import { openShop, type Shop } from "./kit/shop.ts";
import { until } from "./kit/until.ts";

const found = findChromium();
let shop: Shop;
let browser: Browser | undefined;
beforeAll(async () => {
  // The weakest hashes there are: what is tested is not how long they take.
  shop = await openShop("", {
    users: `{ verifyEmail: false, roles: ["staff"], password: { cost: { memory: 8, passes: 1, parallelism: 1 } } }`,
  });
});
afterAll(async () => {
  await browser?.close();
  await shop?.remove();
});

it("opens in Node what is closed to strangers, until signing out, across a restart of the program", async () => {
  const store = memoryStore();
  const client = createClient<Catalog>({ url: shop.url, sessionStore: store });
  const orders = () => client.from("orders").select("id").limit(1);
  expect((await orders()).error?.status).toBe(404);
  const account = { email: "ann@shop.example", password: "correct horse battery", name: "Ann" };
  await client.auth.signUp(account);
  const session = await client.auth.signIn(account);
  expect(session?.user).toMatchObject({ email: "ann@shop.example", name: "Ann" });
  expect(session?.expires.getTime()).toBeGreaterThan(Date.now());
  expect((await orders()).data).toHaveLength(1);
  expect((await client.from("tags").insert({ name: "by a session" })).error).toBeNull();

  const again = createClient<Catalog>({ url: shop.url, sessionStore: store });
  expect((await again.auth.session())?.user.name).toBe("Ann");
  expect((await again.from("orders").select("id").limit(1)).data).toHaveLength(1);
  await client.auth.signOut();
  expect((await orders()).error?.status).toBe(404);
  const wrong = client.auth.signIn({ email: "ann@shop.example", password: "another horse battery" });
  await expect(wrong).rejects.toMatchObject({ status: 401, message: "Invalid email or password" });
});

it.skipIf(found.path === undefined)("opens it in a page, which asks again what it has been refused", async () => {
  browser = await chromium.launch({
    executablePath: found.path ?? "",
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
  });
  const code = await bundle(path.join(import.meta.dirname, "pages/react.tsx"));
  const page = await browser.newPage();
  // The page and the server are one origin, as in production.
  await page.route(`${shop.url}/`, (route) =>
    route.fulfill({
      contentType: "text/html",
      body: `<!doctype html><title>t</title><div id="app"></div><script type="module" src="/page.js"></script>`,
    }),
  );
  await page.route(`${shop.url}/page.js`, (route) => route.fulfill({ contentType: "text/javascript", body: code }));
  await page.goto(shop.url);
  await until(async () => (await page.locator("#refused").textContent()) === "This was not found.");
  await until(async () => (await page.locator("#session").textContent()) === "signed-out");
  await page.locator("#sign-up").click();
  await until(
    async () => (await page.locator("#session").textContent()) === "Ada",
    () => page.locator("#session").textContent(),
  );
  await until(async () => (await page.locator("#refused").textContent()) === "");
  await page.reload();
  await until(async () => (await page.locator("#session").textContent()) === "Ada");
  await page.locator("#sign-out").click();
  await until(async () => (await page.locator("#refused").textContent()) === "This was not found.");
});

// The bindings as people meet them: one page in each framework, built by Vite, in a real browser, against a real server.

import path from "node:path";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { findChromium } from "../../isthmus/test/kit/chromium.ts";
import { createClient } from "@isthmus/client";
import { bundle } from "./kit/bundle.ts";
import type { Catalog } from "./kit/catalog.ts";
import { type Front, openFront } from "./kit/front.ts";
import { openShop, type Shop } from "./kit/shop.ts";
import { createStandInAuth } from "./kit/stand-in-auth.ts";
import { until } from "./kit/until.ts";

const found = findChromium();
if (found.path === undefined) process.stderr.write(`NO BROWSER, the bindings are not tested: ${found.reason}\n`);

const entries = { React: "react.tsx", Vue: "vue.ts", Angular: "angular.ts" } as const;

describe.skipIf(found.path === undefined)("in a browser", () => {
  let shop: Shop;
  let browser: Browser;
  beforeAll(async () => {
    shop = await openShop();
    browser = await chromium.launch({
      executablePath: found.path ?? "",
      args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
    });
  });
  afterAll(async () => {
    await browser?.close();
    await shop?.remove();
  });

  describe.each(Object.entries(entries))("%s", (_, entry) => {
    let front: Front;
    let page: Page;
    const complaints: string[] = [];
    beforeAll(async () => {
      const code = await bundle(path.join(import.meta.dirname, "pages", entry));
      const body = `<!doctype html><html lang="en"><title>t</title><link rel="icon" href="data:,"><div id="app"></div><script type="module" src="/page.js"></script>`;
      front = await openFront({
        target: shop.url,
        auth: createStandInAuth().handle,
        files: new Map([
          ["/", { type: "text/html", body }],
          ["/page.js", { type: "text/javascript", body: code }],
        ]),
      });
    });
    afterAll(() => front?.close());
    afterEach(async () => {
      front.delay = 0;
      await page?.close();
      // What is refused, or cut, a browser notes by itself.
      expect(complaints.splice(0).filter((one) => !/^Failed to load resource/.test(one))).toEqual([]);
      const staff = staffClient();
      await staff.from("tags").delete().like("name", "page%");
      await staff.from("tags").delete().like("name", "live%");
      await staff.from("tags").delete().like("name", "zz%");
    });

    const staffClient = () => createClient<Catalog>({ url: shop.url, token: () => shop.token("staff", 1) });

    async function open(role?: "staff"): Promise<Page> {
      front.asked.length = 0;
      page = await browser.newPage();
      page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
      page.on("pageerror", (error) => complaints.push(error.message));
      if (role !== undefined) {
        const token = shop.token(role, 1);
        await page.addInitScript(`window.isthmusToken = ${JSON.stringify(token)}`);
      }
      await page.goto(front.url);
      return page;
    }
    const texts = (selector: string) => page.locator(`${selector} li`).allTextContents();
    const text = (selector: string) => page.locator(selector).textContent();

    it("shows lists with what is embedded, single rows and refusals, and asks each question once", async () => {
      await open();
      await until(async () => (await texts("#first")).length === 3 && (await texts("#second")).length === 3);
      expect((await texts("#first"))[0]).toMatch(/^\S.*, \S/);
      expect(await texts("#second")).toEqual(await texts("#first"));
      await until(async () => (await text("#refused")) === "This was not found.");
      await until(async () => (await text("#one")) !== "");
      await until(async () => (await text("#patient")) !== "");
      const plain = front.asked.filter(({ accept }) => accept !== "text/event-stream").map(({ path: asked }) => asked);
      expect(plain).toEqual([...new Set(plain)]);
      expect(plain.filter((asked) => asked.startsWith("/api/products"))).toHaveLength(1);
    });

    it("goes from page to page by a cursor, to the end", async () => {
      await open("staff");
      for (const rows of [20, 40, 56]) {
        await until(
          async () => (await texts("#categories")).length === rows,
          async () => texts("#categories"),
        );
        if (rows < 56) await page.locator("#more").click();
      }
      expect(new Set(await texts("#categories")).size).toBe(56);
      await until(async () => (await page.locator("#more").count()) === 0);
    });

    it("shows a new record at once, and asks again only what reads its resource", async () => {
      await open("staff");
      await until(async () => (await texts("#all")).length > 0 && (await texts("#categories")).length === 20);
      front.delay = 400;
      front.asked.length = 0;
      await page.locator("#name").fill("page zz");
      await page.locator("#add").click();
      await until(async () => (await texts("#all")).includes("page zz"));
      expect(front.asked.every(({ method }) => method !== "GET")).toBe(true);
      await until(async () => (await texts("#tags")).includes("page zz"));
      const read = front.asked.filter(({ method }) => method === "GET").map(({ path: asked }) => asked);
      expect(read.length).toBeGreaterThan(0);
      expect(read.every((asked) => asked.startsWith("/api/tags"))).toBe(true);
    });

    it("takes a refused change back, and says why", async () => {
      await staffClient()
        .from("tags")
        .insert([{ name: "page 1" }, { name: "zz page" }])
        .throwOnError();
      await open("staff");
      await until(async () => (await texts("#all")).includes("page 1") && (await texts("#all")).at(-1) === "zz page");
      const before = await texts("#all");
      front.delay = 400;
      await page.locator("#name").fill("page 1");
      await page.locator("#add").click();
      await until(async () => (await texts("#all")).length === before.length + 1);
      await until(async () => (await texts("#all")).length === before.length);
      await until(async () => (await text("#error")) === "There is one like this already.");
      await page.locator("#name").fill("zz renamed");
      await page.locator("#rename").click();
      await until(async () => (await texts("#all")).at(-1) === "zz renamed");
      await until(async () => front.asked.at(-1)?.method === "GET");
      await page.locator("#remove").click();
      await until(async () => (await texts("#all")).length === before.length - 1);
      await until(async () => (await staffClient().from("tags").select("id").like("name", "zz%")).data?.length === 0);
    });

    it("shows what others change, also after the connection broke", async () => {
      await open("staff");
      await until(async () => (await text("#live")) === "none");
      await staffClient().from("tags").insert({ name: "live-1" }).throwOnError();
      await until(
        async () => (await text("#live")) === "live-1",
        () => text("#live"),
      );
      front.cut();
      await staffClient().from("tags").insert({ name: "live-2" }).throwOnError();
      await until(
        async () => (await text("#live")) === "live-1 live-2",
        () => text("#live"),
      );
    });

    it("knows who is signed in, and forgets what somebody else has read", async () => {
      await open();
      await until(
        async () => (await text("#session")) === "signed-out",
        () => text("#session"),
      );
      await until(async () => (await texts("#categories")).length === 20);
      front.asked.length = 0;
      await page.locator("#sign-up").click();
      await until(async () => (await text("#session")) === "Ada");
      await until(() => front.asked.some(({ path: asked }) => asked.startsWith("/api/products")));
      await page.locator("#sign-out").click();
      await until(async () => (await text("#session")) === "signed-out");
    });
  });
});

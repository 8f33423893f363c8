// Pages rendered by a server: what a page asks is asked there, goes along with it, and is not asked again in the browser.

import path from "node:path";
import { createElement } from "react";
import { renderToString } from "react-dom/server";
import { type Browser, chromium } from "playwright-core";
import { createSSRApp } from "vue";
import { renderToString as renderVue } from "vue/server-renderer";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createClient } from "@isthmus/client";
import * as react from "@isthmus/client/react";
import * as vue from "@isthmus/client/vue";
import { findChromium } from "../../isthmus/test/kit/chromium.ts";
import { bundle } from "./kit/bundle.ts";
import { type Catalog, shape } from "./kit/catalog.ts";
import { openFront } from "./kit/front.ts";
import { openShop, type Shop } from "./kit/shop.ts";
import { until } from "./kit/until.ts";
import { ReactPage } from "./pages/ssr-react.tsx";
import { products, tags } from "./pages/ssr-questions.ts";
import { VuePage } from "./pages/ssr-vue.ts";

const found = findChromium();
let shop: Shop;
let browser: Browser | undefined;
beforeAll(async () => {
  shop = await openShop();
  if (found.path !== undefined)
    browser = await chromium.launch({
      executablePath: found.path,
      args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
    });
});
afterAll(async () => {
  await browser?.close();
  await shop?.remove();
});

/** What a server does for one request, in each framework. */
const rendered = {
  React: async () => {
    const client = createClient<Catalog>({ url: shop.url, shape });
    const queryClient = react.createQueryClient();
    const before = react.prefetch(client, queryClient);
    await Promise.all([before.rows(tags), before.infiniteRows(products)]);
    const state = react.dehydrate(queryClient);
    const html = renderToString(createElement(ReactPage, { client, queryClient, state }));
    return { html, state, entry: "ssr-react.tsx" };
  },
  Vue: async () => {
    const client = createClient<Catalog>({ url: shop.url, shape });
    const queryClient = vue.createQueryClient();
    const before = vue.prefetch(client, queryClient);
    await Promise.all([before.rows(tags), before.infiniteRows(products)]);
    const html = await renderVue(createSSRApp(VuePage).use(vue.isthmus, { client, queryClient }));
    return { html, state: vue.dehydrate(queryClient), entry: "ssr-vue.ts" };
  },
};

it.each(Object.entries(rendered))(
  "%s renders on a server, and takes over in the browser without asking",
  async (_, render) => {
    const { html, state, entry } = await render();
    expect(html).toContain("<li>1</li>");
    expect(html.match(/<li>/g)?.length).toBeGreaterThan(5);
    if (browser === undefined) return;
    const code = await bundle(path.join(import.meta.dirname, "pages", entry));
    const data = JSON.stringify(state).replaceAll("<", "\\u003c");
    const body = `<!doctype html><html lang="en"><title>t</title><link rel="icon" href="data:,"><div id="app">${html}</div><script>window.isthmusState = ${data}</script><script type="module" src="/page.js"></script>`;
    const front = await openFront({
      target: shop.url,
      files: new Map([
        ["/", { type: "text/html", body }],
        ["/page.js", { type: "text/javascript", body: code }],
      ]),
    });
    const page = await browser.newPage();
    const complaints: string[] = [];
    page.on("console", (message) => ["error", "warning"].includes(message.type()) && complaints.push(message.text()));
    page.on("pageerror", (error) => complaints.push(error.message));
    await page.goto(front.url);
    await until(async () => (await page.locator("#taken").textContent()) === "taken over");
    expect(front.asked).toEqual([]);
    await page.locator("#more").click();
    await until(async () => (await page.locator("#products li").count()) === 6);
    expect(front.asked).toHaveLength(1);
    expect(complaints).toEqual([]);
    await page.close();
    await front.close();
  },
);

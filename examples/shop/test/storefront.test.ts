// The storefront, as people use it: in a real browser, in front of the server that `npm start` starts.

import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { findChromium } from "../../../packages/isthmus/test/kit/chromium.ts";
import { barriersOn, openStorefront, type Storefront, type Visit } from "./storefront.ts";

const found = findChromium();

describe.skipIf(found.path === undefined)(
  `the storefront in a browser${found.path === undefined ? ` (${found.reason})` : ""}`,
  () => {
    let shop: Storefront;
    const visits: Visit[] = [];
    const visit: Storefront["visit"] = async (options) => {
      const opened = await shop.visit(options);
      visits.push(opened);
      return opened;
    };
    const count = (sql: string): number => Number(Object.values(shop.sql(sql)[0] ?? {})[0]);
    const calls = async (operation: string): Promise<number> =>
      (await shop.sandbox()).requests.filter((one) => one.operation === operation && one.status === 200).length;

    beforeAll(async () => {
      shop = await openStorefront(found.path ?? "");
      shop.sql("UPDATE products SET stock = 100, published = TRUE WHERE id <= 40 RETURNING id");
    });
    afterEach(async () => {
      await shop.fault(undefined);
      for (const { context } of visits.splice(0)) await context.close();
    });
    afterAll(() => shop?.close());

    const basketHas = (page: Visit["page"], things: number) =>
      page.getByRole("link", { name: new RegExp(`^Basket\\W+${things} `) }).waitFor();

    /** From the basket to the button, with the first address and the cheapest service. */
    async function toTheButton({ page, go }: Visit, card = "4242") {
      await go("/checkout");
      await page.getByText(`•••• ${card}`).click();
      const button = page.getByRole("button", { name: /^Pay .*\d/ });
      await button.waitFor();
      return button;
    }

    it("sells to somebody who has never been here: browse, search, filter, sign up, confirm, pay", async () => {
      const { page, go, complaints, asked } = await visit();
      await go("/");
      await page.getByRole("heading", { name: "What others take home" }).waitFor();
      await page.getByRole("link", { name: "Kitchen" }).click();
      await page.getByRole("heading", { level: 1, name: "Kitchen" }).waitFor();
      await page.locator(".product-card").first().waitFor();
      await page.getByRole("searchbox").fill("coffee mill");
      await page.getByRole("searchbox").press("Enter");
      await page.getByRole("heading", { name: "“coffee mill”" }).waitFor();
      await page.locator(".product-card").first().waitFor();
      // A list of products is one request, with categories and ratings; narrowed down it is one more.
      const before = asked.length;
      await page.getByText("In stock").click();
      await page.waitForURL(/stock=1/);
      await page.locator(".product-card a").first().waitFor();
      expect(asked.slice(before)).toEqual(["/api/products"]);
      await page.locator(".product-card").last().scrollIntoViewIfNeeded();
      await page.locator(".product-card a").last().click();
      await page.getByRole("heading", { name: "Reviews" }).waitFor();
      expect(await page.evaluate("[scrollY, document.activeElement.id]")).toEqual([0, "content"]);
      await page.getByRole("button", { name: "Put into the basket" }).click();
      await page.getByRole("link", { name: "Look at it" }).click();
      await page.getByRole("link", { name: "Check out" }).click();

      await page.getByRole("link", { name: "Make an account" }).click();
      await page.getByLabel("Your name").fill("Grace New");
      await page.getByLabel("E-mail address").fill("grace@example.org");
      await page.getByLabel("Password").fill("four words in a row");
      await page.getByRole("button", { name: "Make my account" }).click();
      await page.getByText("We have sent a link").waitFor();
      const [mail] = (await shop.sandbox()).mails.filter(({ to }) => to.includes("grace@example.org"));
      await page.goto(/http\S+/.exec(mail?.text ?? "")?.[0] ?? "");
      await page.getByText("Your address is confirmed").waitFor();
      await page.getByLabel("E-mail address").fill("grace@example.org");
      await page.getByLabel("Password").fill("four words in a row");
      await page.getByRole("button", { name: "Sign in" }).click();

      await page.getByRole("heading", { name: "Check out" }).waitFor();
      await page.getByLabel("Name", { exact: true }).fill("Grace New");
      await page.getByLabel("Street and number").fill("Long Street 1");
      await page.getByLabel("Postal code").fill("10115");
      await page.getByLabel("City").fill("Berlin");
      await page.getByRole("button", { name: "Use this address" }).click();
      await page.getByRole("button", { name: /^Pay .*\d/ }).click();
      await page.getByText("It is paid, and being packed").waitFor();
      await basketHas(page, 0);
      await page.getByRole("link", { name: "your account", exact: true }).click();
      await expect.poll(() => page.locator(".orders .card").count()).toBe(1);
      expect((await shop.sandbox()).mails.some(({ subject }) => subject.startsWith("Your order"))).toBe(true);
      expect(complaints).toEqual([]);
    });

    it("says why a card was declined, and takes another one, whose bank asks first", async () => {
      const one = await visit();
      const { page } = one;
      await one.signIn("customer");
      await one.take(1);
      await (await toTheButton(one, "9995")).click();
      await page.getByText("The card has insufficient funds").waitFor();
      await page.getByText("•••• 3220").click();
      await page.getByRole("button", { name: /^Pay .*\d/ }).click();
      await page.getByRole("button", { name: "It is me: complete" }).click();
      await page.getByText("It is paid, and being packed").waitFor();
      expect(count("SELECT stock FROM products WHERE id = 1")).toBe(99);

      await one.take(1);
      await (await toTheButton(one, "3220")).click();
      await page.getByRole("button", { name: "It is not me: fail" }).click();
      await page.getByText("This order was called off").waitFor();
      await page.getByRole("button", { name: "Put it all into the basket again" }).click();
      await basketHas(page, 1);
      expect(count("SELECT stock FROM products WHERE id = 1")).toBe(99);
    });

    it("sells the last piece to one of two who want it at once, and tells the other", async () => {
      shop.sql("UPDATE products SET stock = 1 WHERE id = 2 RETURNING id");
      const [one, other] = await Promise.all([visit(), visit({ width: 390, scheme: "dark" })]);
      await one.signIn("customer");
      await other.signIn("staff");
      await Promise.all([one.take(2), other.take(2)]);
      await other.go("/checkout");
      await other.page.getByLabel("Name", { exact: true }).fill("Sam Staff");
      await other.page.getByLabel("Street and number").fill("Short Street 2");
      await other.page.getByLabel("Postal code").fill("75001");
      await other.page.getByLabel("City").fill("Paris");
      await other.page.getByRole("button", { name: "Use this address" }).click();
      const buttons = [await toTheButton(one), other.page.getByRole("button", { name: /^Pay .*\d/ })];
      await buttons[1]?.waitFor();
      await Promise.all(buttons.map((button) => button.click()));
      const ends = await Promise.all(
        [one, other].map(({ page }) =>
          page.getByText(/It is paid, and being packed|Something in your basket is sold out/).textContent(),
        ),
      );
      expect(ends.toSorted()).toEqual(["It is paid, and being packed.", "Something in your basket is sold out."]);
      expect(count("SELECT stock FROM products WHERE id = 2")).toBe(0);
    });

    it("keeps the order when the payment API is dead, and finishes it by itself, charged once", async () => {
      const one = await visit();
      const { page } = one;
      await one.signIn("customer");
      await one.take(3);
      const button = await toTheButton(one);
      const captured = await calls("capture");
      await shop.fault({ source: "payments", operation: "*", kind: "refuse", percentage: 100 });
      await button.click();
      await page.getByText("Your order is kept, and will be finished").waitFor();
      expect(count("SELECT stock FROM products WHERE id = 3")).toBe(99);
      await shop.fault(undefined);
      await page.getByText("It is paid, and being packed").waitFor({ timeout: 40_000 });
      expect(await calls("capture")).toBe(captured + 1);
      expect(count("SELECT stock FROM products WHERE id = 3")).toBe(99);
    }, 60_000);

    it("sells while the payment API is slow, and buys once however often the answer is lost", async () => {
      const one = await visit();
      const { page, context } = one;
      await one.signIn("customer");
      await one.take(4);
      const button = await toTheButton(one);
      const orders = count("SELECT count(*) FROM orders");
      await shop.fault({ source: "payments", operation: "*", kind: "latency", ms: 700, percentage: 100 });
      // The server does its work, and nobody hears of it.
      await context.route("**/api/rpc/checkout", async (route) => {
        await route.fetch().catch(() => {});
        await route.abort();
      });
      await context.route("**/api/purchases*", (route) => route.abort());
      await button.click();
      await page.getByText("We do not know yet whether your order went through").waitFor();
      await page.reload();
      await page.getByText("We do not know yet whether your order went through").waitFor();
      await context.unroute("**/api/rpc/checkout");
      await context.unroute("**/api/purchases*");
      await page.getByRole("button", { name: "Try again" }).click();
      await page.getByText("It is paid, and being packed").waitFor();
      expect(count("SELECT count(*) FROM orders")).toBe(orders + 1);
      expect(count("SELECT stock FROM products WHERE id = 4")).toBe(99);
    });

    it("refuses clearly when the carrier cannot be asked, and loses nothing", async () => {
      const one = await visit();
      await one.signIn("customer");
      await one.take(5);
      await shop.fault({ source: "shipping", operation: "*", kind: "error", status: 500, percentage: 100 });
      await one.go("/checkout");
      await one.page.getByText("The carrier cannot be asked what shipping costs just now").waitFor();
      await one.page.getByText("•••• 4242").waitFor();
      expect(await one.page.getByRole("button", { name: "Pay" }).isDisabled()).toBe(true);
      await basketHas(one.page, 1);
    });

    it("says that a session has ended, keeps the basket, and leads back", async () => {
      const one = await visit();
      const { page } = one;
      await one.signIn("customer");
      await one.take(6);
      await one.go("/");
      await page.getByRole("link", { name: "Account", exact: true }).waitFor();
      await shop.command("user", "sign-out", shop.users.customer.email);
      // Believed for as long as the configuration says.
      await sleep(5_200);
      await page.getByRole("link", { name: "Account", exact: true }).click();
      await page.getByText("You have been signed out").waitFor();
      await basketHas(page, 1);
      await one.signIn("customer");
      await page.waitForURL("**/account");
      await page.getByRole("heading", { name: "Your orders" }).waitFor();
    });

    it("lets those who work here change stock, at once, and back where the server refuses", async () => {
      const one = await visit();
      const { page, context, go } = one;
      await one.signIn("staff");
      await page.getByRole("link", { name: "Stock and orders" }).click();
      await page.getByRole("table").waitFor();
      await page.getByRole("link", { name: "Stock", exact: true }).click();
      const row = page.getByRole("row").nth(1);
      const field = row.getByRole("textbox");
      const before = Number(await field.inputValue());
      await context.route("**/api/stock_levels*", async (route) => {
        if (route.request().method() === "PATCH") await sleep(800);
        await route.continue();
      });
      await row.getByRole("button", { name: /^One more/ }).click();
      // Ahead of the server's answer.
      await expect.poll(() => field.inputValue(), { timeout: 500 }).toBe(String(before + 1));
      const level = "SELECT quantity FROM stock_levels ORDER BY product_id, warehouse_id LIMIT 1";
      await expect.poll(() => count(level)).toBe(before + 1);
      await context.unroute("**/api/stock_levels*");
      await context.route("**/api/stock_levels*", async (route) => {
        if (route.request().method() === "PATCH") await route.fulfill({ status: 503, json: { code: "ISTHMUS503" } });
        else await route.continue();
      });
      await row.getByRole("button", { name: /^One more/ }).click();
      await row.getByText("Not changed").waitFor();
      expect(await field.inputValue()).toBe(String(before + 1));
      await go("/admin/orders");
      await page.getByLabel("Which orders").selectOption("paid");
      const order = page.getByRole("button", { name: /^It has left: order/ }).first();
      const id = Number(/\d+/.exec((await order.getAttribute("aria-label")) ?? ""));
      await order.click();
      await expect.poll(() => shop.sql(`SELECT status FROM orders WHERE id = ${id}`)[0]?.["status"]).toBe("shipped");
    });

    it("does not show that part to anybody else", async () => {
      const one = await visit();
      await one.signIn("customer");
      for (const path of ["/admin/orders", "/admin/stock"]) {
        await one.go(path);
        await one.page.getByRole("heading", { name: "There is nothing here" }).waitFor();
      }
      expect(one.complaints).toEqual([]);
    });

    it.each([
      [1280, "light"],
      [390, "dark"],
    ] as const)(
      "has no barriers and fits its window, %i pixels wide and %s",
      async (width, scheme) => {
        const one = await visit({ width, scheme });
        const { page, go, complaints } = one;
        const look = async (path: string, shown: string): Promise<void> => {
          await go(path);
          await page.locator(shown).first().waitFor();
          expect([path, await barriersOn(page)]).toEqual([path, []]);
          const fits = await page.evaluate(
            "document.documentElement.scrollWidth <= document.documentElement.clientWidth",
          );
          expect([path, fits]).toEqual([path, true]);
        };
        await look("/", ".product-card .price");
        await look("/search?q=lamp", ".product-card");
        await look("/search?q=nothinglikeit", ".empty");
        await look("/c/kitchen-1", ".product-card");
        await look("/p/x-7", ".reviews li, .reviews p");
        await look("/nowhere", ".empty");
        await look("/basket", ".empty");
        await look("/sign-up", "form.card");
        await look("/sign-in", "form.card");
        await one.signIn("staff");
        await one.take(8);
        await look("/basket", ".lines li");
        await look("/checkout", "aside .button:enabled");
        await look("/account", "main h2");
        await look("/admin/orders", "table");
        await look("/admin/stock", "table");
        await one.context.clearCookies();
        await go("/sign-in");
        await one.signIn("customer");
        await look("/account", ".orders .card");
        await page.locator(".orders .card a").first().click();
        await page.locator("address").waitFor();
        expect(await barriersOn(page)).toEqual([]);
        expect(complaints).toEqual([]);
      },
      60_000,
    );
  },
);

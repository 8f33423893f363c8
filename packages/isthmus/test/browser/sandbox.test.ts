// The page at `/sandbox`, as a developer uses it: by mouse and by keyboard, by day and by night, on a desk and on a phone.

import axe from "axe-core";
import { chromium, type Browser, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openUpstream, type Upstream } from "../../src/sources/shared/http/testing/upstream.ts";
import { findChromium } from "../kit/chromium.ts";
import type { Served } from "../kit/command-line.ts";
import { caller, createShop, type Shop } from "../sandbox/shop.ts";

const found = findChromium();

/** @param tracker Where an e-mail would tell that it was read. */
const hostile = (tracker: string): string =>
  `<h1>Thank you</h1><p style="color:teal">Two lamps are on their way.</p><script>parent.document.title="owned"</script><img src="${tracker}/x.png"><link rel="stylesheet" href="${tracker}/x.css"><form action="${tracker}"><button>Go</button></form>`;

describe.skipIf(found.path === undefined)(
  `the sandbox's page in a browser${found.path === undefined ? ` (${found.reason})` : ""}`,
  () => {
    let shop: Shop;
    let served: Served;
    let browser: Browser;
    let call: ReturnType<typeof caller>;
    let tracker: Upstream;

    beforeAll(async () => {
      tracker = await openUpstream((_, response) => response.end());
      shop = createShop();
      served = await shop.serve("dev", "--sandbox");
      call = caller(served.api);
      browser = await chromium.launch({
        executablePath: found.path ?? "",
        args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
      });
      const pay = (payment_method: string) =>
        call("pay.create", { amount: 4_200, currency: "EUR", payment_method, confirm: true, description: "Order 7" });
      await pay("pm_card_visa");
      await pay("pm_card_visa_chargeDeclinedInsufficientFunds");
      await call("mail.send", {
        from: "Shop <shop@example.com>",
        to: "ada@example.com",
        subject: "<b>Your</b> order",
        html: hostile(tracker.origin),
      });
      await call("text.send", {
        account: "AC1",
        From: "+15005550006",
        To: "+4915112345678",
        Body: "Your parcel comes today.",
      });
      await call("sky.forecast", { latitude: 52.5, longitude: 13.4, current: "temperature_2m" });
      await call("counts.collect", { client_id: "1", events: [{ name: "purchase", params: { value: 42 } }] });
      await call("pay.balance");
    });
    afterAll(async () => {
      await browser?.close();
      await shop?.remove();
      await tracker?.close();
    });

    async function openPage(width: number, colorScheme: "light" | "dark", at = "/sandbox") {
      const page: Page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme });
      const complaints: string[] = [];
      const { origin } = new URL(served.api);
      page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
      page.on("pageerror", (error) => complaints.push(error.message));
      page.on("request", (request) => {
        if (!request.url().startsWith(`${origin}/`) && !request.url().startsWith("data:"))
          complaints.push(`asked ${request.url()}`);
      });
      await page.goto(new URL(at, served.api).href);
      return { page, complaints };
    }

    async function picture(page: Page, name: string): Promise<void> {
      const folder = process.env["ISTHMUS_SCREENSHOTS"];
      if (folder !== undefined) await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
    }

    /** What a person with a screen reader, or without a mouse, would trip over. */
    async function barriers(page: Page): Promise<unknown> {
      // Through the protocol: the page's policy lets no script in.
      await page.evaluate(axe.source);
      return page.evaluate(
        "axe.run(document, { iframes: false }).then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html).join(' ')))",
      );
    }

    function fits(page: Page): Promise<boolean> {
      return page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth");
    }

    it.each([
      [1280, "light"],
      [1280, "dark"],
      [390, "light"],
      [390, "dark"],
    ] as const)("shows what was asked and sent, %i pixels wide and %s", async (width, scheme) => {
      const { page, complaints } = await openPage(width, scheme);
      await page.getByText("POST https://api.stripe.com/v1/payment_intents").first().waitFor();
      await page.locator("summary").filter({ hasText: "402" }).first().click();
      await page.getByText('"decline_code": "insufficient_funds"').first().waitFor();
      await picture(page, `sandbox-requests-${width}-${scheme}`);
      expect(await fits(page)).toBe(true);
      expect(await barriers(page)).toEqual([]);
      await page.getByRole("tab", { name: /E-mail/ }).click();
      await page.locator("summary").filter({ hasText: "<b>Your</b> order" }).click();
      const frame = page.frameLocator("iframe");
      await frame.getByText("Two lamps are on their way.").waitFor();
      await picture(page, `sandbox-mail-${width}-${scheme}`);
      expect(await page.title()).toBe("Sandbox");
      expect(await fits(page)).toBe(true);
      expect(await barriers(page)).toEqual([]);
      // The browser notes what of the e-mail it refused; nothing of that came to its server.
      expect(tracker.asked).toEqual([]);
      const others = complaints.filter((one) => !one.includes(tracker.origin) && !/Blocked script|sandboxed/.test(one));
      expect(others).toEqual([]);
      await page.close();
    });

    it("switches a fault on and off by keyboard alone, and says what is on", async () => {
      const { page, complaints } = await openPage(1280, "light", "/sandbox#faults");
      await page.getByText("No fault is switched on").waitFor();
      await page.locator('[name="kind"]').focus();
      await page.keyboard.type("5xx");
      await page.locator('[name="status"]').fill("500");
      await page.locator('[name="source"]').selectOption("sky");
      await page.locator('[name="percentage"]').fill("100");
      await page.keyboard.press("Enter");
      await page.getByText("1 fault is on").waitFor();
      await page.getByText(/sky · 100 of 100 · 500/).waitFor();
      expect((await call("sky.forecast", { latitude: 1, longitude: 1 })).status).toBe(502);
      await page.getByText(/struck [1-9]/).waitFor();
      await picture(page, "sandbox-faults-1280-light");
      expect(await barriers(page)).toEqual([]);
      await page.getByRole("button", { name: /^Switch off/ }).press("Enter");
      await page.getByText("No fault is switched on").waitFor();
      await page.getByRole("tab", { name: /Faults/ }).focus();
      await page.keyboard.press("ArrowRight");
      expect(await page.getByRole("tab", { name: /Requests/ }).getAttribute("aria-selected")).toBe("true");
      await page.getByRole("tab", { name: /Faults/ }).click();
      await page.setViewportSize({ width: 390, height: 900 });
      await picture(page, "sandbox-faults-390-light");
      expect(await fits(page)).toBe(true);
      expect(complaints).toEqual([]);
      await page.close();
    });

    it.each([1280, 390])(
      "asks the customer's bank at 3-D Secure, %i pixels wide, and goes back to the shop",
      async (width) => {
        const back = new URL("/docs", served.api).href.replace("127.0.0.1", "localhost");
        const asked = await call("pay.create", {
          amount: 9_900,
          currency: "EUR",
          payment_method: "pm_card_threeDSecure2Required",
          confirm: true,
          return_url: back,
          description: "Order 8",
        });
        const { url } = (asked.body?.["next_action"] as { redirect_to_url: { url: string } }).redirect_to_url;
        const { page } = await openPage(width, "light", url);
        await page.getByText("99.00 EUR for Order 8").waitFor();
        await picture(page, `sandbox-3ds-${width}`);
        expect(await fits(page)).toBe(true);
        expect(await barriers(page)).toEqual([]);
        await page.getByRole("button", { name: /complete/ }).press("Enter");
        // Another origin than the page's: the form may lead there because the payment says so.
        await page.waitForURL(/^http:\/\/localhost:\d+\/docs\?.*redirect_status=succeeded/);
        expect((await call("pay.intent", { id: asked.body?.["id"] })).body).toMatchObject({ status: "succeeded" });
        await page.close();
      },
    );

    it("is as it was at first after a reset", async () => {
      const { page } = await openPage(1280, "light");
      await page.locator("summary").first().waitFor();
      await page.getByRole("button", { name: "Reset" }).click();
      await page.getByText("No API has been called yet.").waitFor();
      await picture(page, "sandbox-empty-1280-light");
      await page.close();
    });
  },
);

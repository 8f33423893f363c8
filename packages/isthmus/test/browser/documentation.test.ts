// The documentation page in a real browser: it shows what is served, tries it out, asks no other server for anything,
// and has nothing to complain about. Where no browser can be had, these tests are named as not run.

import { chromium, type Browser, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findChromium } from "../kit/chromium.ts";
import { openServer, type OpenServer } from "../kit/open-server.ts";

const found = findChromium();
if (found.path === undefined)
  process.stderr.write(`NO BROWSER, the documentation page is not tested: ${found.reason}\n`);

describe.skipIf(found.path === undefined)(
  `the documentation page in a browser${found.path === undefined ? ` (${found.reason})` : ""}`,
  () => {
    let server: OpenServer;
    let browser: Browser;
    beforeAll(async () => {
      const schema =
        "CREATE TABLE lamps (id INTEGER PRIMARY KEY, name TEXT NOT NULL); INSERT INTO lamps VALUES (1, 'Aurora');";
      server = await openServer("sqlite", schema, { roles: { anonymous: { lamps: { read: true } } } });
      browser = await chromium.launch({
        executablePath: found.path ?? "",
        args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
      });
    });
    afterAll(async () => {
      await browser?.close();
      await server?.close();
    });

    async function openPage(
      width: number,
      colorScheme: "light" | "dark",
    ): Promise<{ page: Page; complaints: string[] }> {
      const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme });
      const complaints: string[] = [];
      const { origin } = new URL(server.api);
      page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
      page.on("pageerror", (error) => complaints.push(error.message));
      page.on("request", (request) => {
        const url = request.url();
        if (!url.startsWith(`${origin}/`) && !url.startsWith("data:") && !url.startsWith("blob:"))
          complaints.push(`asked ${url}`);
      });
      await page.goto(server.documentation);
      return { page, complaints };
    }

    it.each([
      [1280, "light"],
      [390, "dark"],
    ] as const)(
      "shows the resources, %i pixels wide in %s colours, without a word to anyone else",
      async (width, colours) => {
        const { page, complaints } = await openPage(width, colours);
        await page.getByText("lamps").first().waitFor({ state: "attached" });
        await page.waitForTimeout(1_000);
        const overflow = await page.evaluate(
          "document.documentElement.scrollWidth - document.documentElement.clientWidth",
        );
        expect(overflow).toBe(0);
        expect(complaints).toEqual([]);
        await page.close();
      },
    );

    it("tries a request out and shows its answer", async () => {
      const { page, complaints } = await openPage(1280, "light");
      await page.locator("aside a", { hasText: "Read lamps" }).first().click();
      await page.locator("button:visible", { hasText: "Test Request" }).first().click();
      await page.locator("button:visible", { hasText: "Send" }).first().click();
      await page.getByText("Aurora").first().waitFor();
      expect(complaints).toEqual([]);
      await page.close();
    });
  },
);

// The page to ask GraphQL by, in a real browser: it asks, shows answers and errors, reads the schema, is used by keyboard
// alone, and asks no other server for anything. Where no browser can be had, these tests are named as not run.

import { chromium, type Browser, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findChromium } from "../kit/chromium.ts";
import { openServer, type OpenServer } from "../kit/open-server.ts";

const found = findChromium();
if (found.path === undefined) process.stderr.write(`NO BROWSER, the page to ask by is not tested: ${found.reason}\n`);

const schema = `CREATE TABLE lamps (id INTEGER PRIMARY KEY, name TEXT NOT NULL, price DECIMAL(10,2) NOT NULL);
INSERT INTO lamps VALUES (1, 'Aurora', 19.90), (2, 'Borea', 9007199254740993);`;

describe.skipIf(found.path === undefined)(
  `the page to ask by in a browser${found.path === undefined ? ` (${found.reason})` : ""}`,
  () => {
    let server: OpenServer;
    let browser: Browser;
    beforeAll(async () => {
      const roles = { anonymous: { lamps: { read: true, insert: true } } };
      server = await openServer("sqlite", schema, { roles, graphql: { graphiql: true } });
      browser = await chromium.launch({
        executablePath: found.path ?? "",
        args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
      });
    });
    afterAll(async () => {
      await browser?.close();
      await server?.close();
    });

    async function openPage(width: number, colorScheme: "light" | "dark") {
      const page: Page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme });
      const complaints: string[] = [];
      const { origin } = new URL(server.api);
      page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
      page.on("pageerror", (error) => complaints.push(error.message));
      page.on("request", (request) => {
        if (!request.url().startsWith(`${origin}/`) && !request.url().startsWith("data:"))
          complaints.push(`asked ${request.url()}`);
      });
      await page.goto(new URL("/graphiql", server.api).href);
      await page.getByRole("button", { name: "lamps", exact: true }).first().waitFor();
      return { page, complaints };
    }

    it.each([
      [1280, "light"],
      [1280, "dark"],
      [400, "light"],
    ] as const)("asks and shows what comes back, %i pixels wide and %s", async (width, scheme) => {
      const { page, complaints } = await openPage(width, scheme);
      await page
        .getByLabel("Query")
        .first()
        .fill("query Q($n: Int) { lamps(limit: $n, order_by: {id: desc}) { id name price } }");
      await page.getByLabel("Variables").fill('{"n": 1}');
      await page.keyboard.press("Control+Enter");
      await page.getByText("Status 200").waitFor();
      expect(await page.locator("#answer").textContent()).toContain('"name": "Borea"');
      const { scrollWidth, clientWidth } = (await page.evaluate(
        "({ scrollWidth: document.documentElement.scrollWidth, clientWidth: document.documentElement.clientWidth })",
      )) as { scrollWidth: number; clientWidth: number };
      expect(scrollWidth).toBeLessThanOrEqual(clientWidth);
      const folder = process.env["ISTHMUS_SCREENSHOTS"];
      if (folder !== undefined) await page.screenshot({ path: `${folder}/graphiql-${width}-${scheme}.png` });
      expect(complaints).toEqual([]);
      await page.close();
    });

    it("shows errors and what is no JSON, by keyboard alone, and begins a question from the schema", async () => {
      const { page, complaints } = await openPage(1280, "light");
      await page.keyboard.press("Control+A");
      await page.keyboard.type("{ lamp { id } }");
      await page.keyboard.press("Control+Enter");
      await page.getByText("there are errors").waitFor();
      expect(await page.locator("#answer").textContent()).toContain("Did you mean");
      await page.keyboard.press("Tab");
      await page.keyboard.type("{");
      await page.keyboard.press("Control+Enter");
      await page.getByText("The variables are no JSON").waitFor();
      await page.getByLabel("Variables").fill("");
      await page.getByRole("button", { name: "lamps", exact: true }).first().press("Enter");
      expect(await page.getByLabel("Query").first().inputValue()).toBe("{\n  lamps(limit: 10) { id name price }\n}\n");
      await page.keyboard.press("Control+Enter");
      await page.getByText("Status 200").waitFor();
      await page.getByRole("searchbox").fill("bool_exp");
      await page.getByRole("button", { name: "lamps_bool_exp" }).press("Enter");
      await page.getByText("Which rows of lamps").waitFor();
      // The refused document was answered 400, which a browser notes.
      expect(complaints.filter((complaint) => !complaint.includes("400"))).toEqual([]);
      await page.close();
    });

    it("is not there unless it is asked for", async () => {
      const plain = await openServer("sqlite", schema, { roles: {} });
      expect((await fetch(new URL("/graphiql", plain.api))).status).toBe(404);
      await plain.close();
    });
  },
);

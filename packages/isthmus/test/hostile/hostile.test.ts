// Hostile texts in every place: each is refused or taken literally, never a 5xx, never another's row, and the tables are
// as they were.

import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Reply } from "../../src/core/index.ts";
import { principals, roles } from "../golden/roles.ts";
import { databases, openEngine, type OpenEngine } from "../kit/open-engine.ts";
import { brokenUrls, payloads, type Payload } from "./payloads.ts";
import { places } from "./places.ts";

const seed = (file: string): string => readFileSync(new URL(`../golden/seed/${file}`, import.meta.url), "utf8");

/** A text with a full-text index and a column beside it that is hidden. */
const indexed = {
  sqlite: `CREATE TABLE notes (id INTEGER PRIMARY KEY, body TEXT, secret TEXT); INSERT INTO notes VALUES (1, 'ada was here', 'canary-notes');
    CREATE VIRTUAL TABLE notes_fts USING fts5(body, secret, content='notes', content_rowid='id'); INSERT INTO notes_fts (notes_fts) VALUES ('rebuild');`,
  postgres:
    "CREATE TABLE notes (id int primary key, body text, secret text); INSERT INTO notes VALUES (1, 'ada was here', 'canary-notes');",
  mysql:
    "CREATE TABLE notes (id int primary key, body text, secret text); INSERT INTO notes VALUES (1, 'ada was here', 'canary-notes');",
};
const allowed = { ...roles, customer: { ...roles["customer"], notes: { read: { fields: ["body"] } } } };

/** Values that the asking customer may not see: hidden fields, others' rows. */
const unseen = [
  "canary-",
  "ring twice",
  "1-2-3",
  "bjorn@",
  "chi@",
  "Björn",
  "O'Neil",
  "secret-tag",
  "Chair",
  "120.10",
  "at Object.",
  "node_modules",
  ".ts:",
  "SELECT ",
  "sqlite3",
];

interface Found {
  readonly place: string;
  readonly payload: string;
  readonly fault: string;
}

function faultOf(reply: Reply, payload: Payload): string | undefined {
  const body = reply.body?.toString() ?? "";
  if (reply.status >= 500) return `${reply.status} ${body.slice(0, 200)}`;
  const told = unseen.find((text) => body.includes(text) && !payload.text.toUpperCase().includes(text.toUpperCase()));
  if (told !== undefined) return `${reply.status} tells "${told}": ${body.slice(0, 300)}`;
  if (Object.values(reply.headers).some((value) => /[\r\n\0]/.test(String(value))))
    return `a header of the answer has a line break: ${JSON.stringify(reply.headers)}`;
  if (
    reply.status >= 400 &&
    body !== "" &&
    Object.keys(JSON.parse(body) as object)
      .sort()
      .join() !== "code,details,hint,message"
  )
    return `${reply.status} is no documented error: ${body.slice(0, 200)}`;
  return undefined;
}

describe.each(databases)("hostile texts, on %s", (database) => {
  let opened: OpenEngine;
  const state = async (): Promise<string> => {
    const tables = ["customers", "products", "orders", "order_items", "tags", "product_tags", "notes"];
    const rows = tables.map((table) => opened.ask(`/${table}?limit=1000`, principals.staff));
    return (await Promise.all(rows)).map(({ status, body }) => `${status} ${body}`).join("\n");
  };
  let before: string;
  beforeAll(async () => {
    opened = await openEngine(database, seed(`schema.${database}.sql`) + seed("rows.sql") + indexed[database], allowed);
    before = await state();
    expect(before).toContain("canary-notes");
    expect(before).not.toMatch(/^[45]/m);
  });
  afterAll(() => opened?.close());

  it.each(places)("are refused or taken literally as $name", async ({ name, ask }) => {
    const found: Found[] = [];
    for (const payload of [...payloads, ...brokenUrls]) {
      const { target, asked } = ask(payload);
      const reply = await opened.ask(target, principals.ada, asked);
      const fault = faultOf(reply, payload);
      if (fault !== undefined) found.push({ place: name, payload: payload.name, fault });
    }
    expect(found).toEqual([]);
  });

  it("do not get past a check by a row that has no key", async () => {
    // A nullable primary key, as SQLite has it, had tied no row to its check: whatever the check said, it was written.
    for (const body of [
      '{"id":null,"status":"closed"}',
      '{"status":"closed"}',
      '[{"id":null,"status":"closed"},{"id":90,"status":"open"}]',
    ]) {
      const { status } = await opened.ask("/orders", principals.ada, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body,
      });
      expect([400, 403], body).toContain(status);
    }
  });

  it("have changed nothing", async () => {
    expect(await state()).toBe(before);
    expect((await opened.ask("/vault", principals.staff)).status).toBe(404);
  });

  it("come back as they were written, and are found by their own text alone", async () => {
    const failures: string[] = [];
    for (const { name, text, url } of payloads) {
      const written = await opened.ask("/customers?id=eq.1&select=name", principals.ada, {
        method: "PATCH",
        headers: { "Content-Type": "application/json", Prefer: "return=representation" },
        body: JSON.stringify({ name: text }),
      });
      if (written.status >= 400 && written.status < 500) continue;
      const rows = JSON.parse(written.body?.toString() ?? "") as readonly { readonly name: string }[];
      if (written.status !== 200 || rows.length !== 1 || rows[0]?.name !== text)
        failures.push(`${name}: written as ${written.status} ${written.body?.toString().slice(0, 200)}`);
      const count = async (filter: string): Promise<string> => {
        const { status, body } = await opened.ask(`/customers?select=id&${filter}`, principals.staff);
        return status === 200
          ? String((JSON.parse(body?.toString() ?? "") as readonly unknown[]).length)
          : `${status} ${body?.toString().slice(0, 200)}`;
      };
      const quoted = encodeURIComponent(text.replaceAll(/["\\]/g, "\\$&").toWellFormed());
      if (text.length > 60_000 / 9) continue;
      const [same, other, listed] = await Promise.all([
        count(`name=eq.${url}`),
        count(`name=neq.${url}`),
        count(`name=in.(%22${quoted}%22)`),
      ]);
      if (same !== "1" || other !== "2" || listed !== "1")
        failures.push(`${name}: eq ${same}, neq ${other}, in ${listed}`);
    }
    expect(failures).toEqual([]);
  });

  it("have left no trace on the prototypes", () => {
    expect(({} as { readonly polluted?: unknown }).polluted).toBeUndefined();
    const inherited = [];
    for (const key in {}) inherited.push(key);
    expect(inherited).toEqual([]);
    expect(Object.getOwnPropertyNames(Object.prototype)).toHaveLength(12);
  });
});

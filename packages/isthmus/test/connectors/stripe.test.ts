// Stripe's connector, held against its simulator through a running server.

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { stripe, webhookSignatures } from "../../src/connectors/index.ts";
import { secret } from "../../src/index.ts";
import { type Connected, openConnectors } from "./open-connectors.ts";

let open: Connected;
beforeAll(async () => {
  open = await openConnectors({
    pay: stripe({
      key: secret("STRIPE_KEY"),
      retry: { firstPause: 1 },
      sandbox: { webhooks: { secret: "whsec_one" } },
    }),
  });
});
afterAll(() => open?.close());

const euros = { amount: 1_250, currency: "eur", payment_method: "pm_card_visa", confirm: true };

describe("stripe()", () => {
  it("pays, captures, refunds, and its payments are read like a table", async () => {
    const held = await open.call("create_payment", { ...euros, capture_method: "manual", metadata: { order: "7" } });
    expect([held.status, held.body["status"]]).toEqual([200, "requires_capture"]);
    expect(held.body["metadata"]).toEqual({ order: "7" });
    const id = String(held.body["id"]);
    expect((await open.call("capture_payment", { id })).body["status"]).toBe("succeeded");
    expect((await open.call("refund_payment", { payment_intent: id })).body).toMatchObject({ amount: 1_250 });
    const customer = await open.call("create_customer", { email: "ada@example.org" });
    const theirs = await open.call("create_payment", { ...euros, customer: customer.body["id"] });
    const row = await open.read(`payment_intents?select=id,status&customer=eq.${String(customer.body["id"])}`);
    expect(row.body).toEqual([{ id: theirs.body["id"], status: "succeeded" }]);
    expect((await open.read(`payment_intents?id=eq.${id}&select=amount`)).body).toEqual([{ amount: 1_250 }]);
    expect((await open.read(`refunds?payment_intent=eq.${id}&select=amount`)).body).toEqual([{ amount: 1_250 }]);
  });

  it("walks all pages", async () => {
    for (let at = 0; at < 12; at++) await open.call("create_customer", { name: `page ${at}` });
    const asked = open.sandbox.seen.list().length;
    const all = await open.read("customers?name=like.page*&select=id");
    expect(all.body).toHaveLength(12);
    expect(open.sandbox.seen.list().length).toBeGreaterThan(asked);
  });

  it("charges once however often it is asked under one key, also when the first answer was lost", async () => {
    const before = (await open.read("payment_intents?select=id&limit=1000")).body;
    open.sandbox.faults.add({ source: "pay", operation: "create_payment", kind: "cut", percentage: 100, times: 1 });
    const key = { "idempotency-key": "order-7" };
    const [first, again] = [
      await open.call("create_payment", euros, key),
      await open.call("create_payment", euros, key),
    ];
    open.sandbox.faults.clear();
    expect([first.status, again.status]).toEqual([200, 200]);
    expect(again.body["id"]).toBe(first.body["id"]);
    const after = (await open.read("payment_intents?select=id&limit=1000")).body;
    expect(Object.keys(after).length).toBe(Object.keys(before).length + 1);
  });

  it("passes a decline on in the API's own words, and a wrong argument ahead of the call", async () => {
    const declined = await open.call("create_payment", { ...euros, payment_method: "pm_card_chargeDeclined" });
    expect([declined.status, declined.text]).toEqual([402, expect.stringContaining("card_declined")]);
    const wrong = await open.call("create_payment", { ...euros, amount: -1 });
    expect([wrong.status, wrong.text]).toEqual([400, expect.stringContaining("amount")]);
  });

  it("waits as long as it is told, and says so", async () => {
    open.sandbox.faults.add({
      source: "pay",
      operation: "get_payment",
      kind: "throttle",
      retryAfter: 60,
      percentage: 100,
    });
    const limited = await open.call("get_payment", { id: "pi_1" });
    open.sandbox.faults.clear();
    expect([limited.status, limited.headers.get("retry-after")]).toEqual([503, "60"]);
  });

  it("signs webhooks as they are verified", () => {
    const [sent] = open.sandbox.outbox.list();
    const received = { body: Buffer.from(sent?.body ?? ""), headers: sent?.headers ?? {} };
    const trust = { secrets: ["whsec_other", "whsec_one"], now: sent?.at ?? 0 };
    expect(webhookSignatures.stripe(received, trust)).toMatchObject({ ok: true });
    expect(webhookSignatures.stripe(received, { ...trust, secrets: ["whsec_other"] })).toMatchObject({
      refusal: "wrong",
    });
  });
});

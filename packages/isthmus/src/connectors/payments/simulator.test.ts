// What only the simulated API itself shows: its idempotency keys, its refusals, its list.

import { describe, expect, it } from "vitest";
import { openSimulator } from "../testing/open.ts";
import { payments } from "./simulator.ts";

const given = { amount: "500", currency: "usd", payment_method: "pm_card_visa", confirm: "true" };
const create = (opened: ReturnType<typeof openSimulator>, body: object, key?: string) =>
  opened.ask("POST /v1/payment_intents", "", key === undefined ? {} : { "idempotency-key": key }, body);

describe("an idempotency key of the simulated payments", () => {
  it("gives the first answer again, and says so, declines included", async () => {
    const opened = openSimulator(payments);
    for (const body of [given, { ...given, payment_method: "pm_card_chargeDeclined" }]) {
      const key = body.payment_method;
      const first = await create(opened, body, key);
      const sent = opened.webhooks.length;
      const again = await create(opened, body, key);
      expect(again).toEqual({ ...first, headers: { ...first?.headers, "idempotent-replayed": "true" } });
      expect(opened.webhooks).toHaveLength(sent);
    }
  });

  it("is refused for other parameters and another address", async () => {
    const opened = openSimulator(payments);
    await create(opened, given, "k");
    for (const answer of [
      await create(opened, { ...given, amount: "501" }, "k"),
      await opened.ask("POST /v1/refunds", "", { "idempotency-key": "k" }, given),
    ])
      expect(answer).toMatchObject({ status: 400, body: { error: { type: "idempotency_error" } } });
  });

  it("does not keep what was refused ahead of any work", async () => {
    const opened = openSimulator(payments);
    expect(await create(opened, { currency: "usd" }, "k")).toMatchObject({
      status: 400,
      body: { error: { code: "parameter_missing", param: "amount" } },
    });
    expect(await create(opened, given, "k")).toMatchObject({ body: { status: "succeeded" } });
  });
});

describe("the simulated payments", () => {
  it("ask who is there, know numbers of cards too, and name what they do not know", async () => {
    const opened = openSimulator(payments);
    expect(await opened.ask("GET /v1/payment_intents/pi_x")).toMatchObject({ status: 404 });
    const card = (number: string) => ({ type: "card", card: { number } });
    const byNumber = { ...given, payment_method: undefined, payment_method_data: card("4000 0000 0000 9995") };
    expect(await create(opened, byNumber)).toMatchObject({
      status: 402,
      body: { error: { decline_code: "insufficient_funds" } },
    });
    expect(await create(opened, { ...given, payment_method: "pm_real" })).toMatchObject({ status: 404 });
    expect(await create(opened, { ...given, amount: "1.5" })).toMatchObject({
      body: { error: { code: "parameter_invalid_integer" } },
    });
    expect(await create(opened, { ...given, currency: "euro" })).toMatchObject({ status: 400 });
  });

  it("hold a bounded number of things, and list the newest first", async () => {
    const opened = openSimulator(payments);
    for (let at = 0; at < 1_005; at++) await create(opened, given);
    expect(await opened.ask("GET /v1/payment_intents?limit=2")).toMatchObject({
      body: { object: "list", has_more: true, data: [{ amount: 500 }, { amount: 500 }] },
    });
    expect(await opened.ask("GET /v1/payment_intents/pi_sandbox_1")).toMatchObject({ status: 404 });
  });
});

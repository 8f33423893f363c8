// A shop's payments, e-mails and the rest under `isthmus dev --sandbox`: no key is set, no name is looked up, no socket leaves.

import { createHash, createHmac } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Served } from "../kit/command-line.ts";
import { caller, createShop, type Shop } from "./shop.ts";

let shop: Shop;
let served: Served;
let call: ReturnType<typeof caller>;

beforeAll(async () => {
  shop = createShop();
  served = await shop.serve("dev", "--sandbox");
  call = caller(served.api);
});
afterAll(() => shop?.remove());

interface State {
  readonly requests: readonly { readonly url: string; readonly request: string; readonly by: string }[];
  readonly mails: readonly { readonly id: number; readonly subject: string; readonly to: readonly string[] }[];
  readonly messages: readonly { readonly to: string; readonly text: string }[];
  readonly events: readonly { readonly name: string }[];
  readonly webhooks: readonly {
    readonly event: string;
    readonly url: string;
    readonly body: string;
    readonly headers: Record<string, string>;
  }[];
}
const state = async (): Promise<State> => (await fetch(new URL("/sandbox/state", served.api))).json() as Promise<State>;
const euros = (payment_method: string, more: object = {}) => ({
  amount: 1_250,
  currency: "EUR",
  payment_method,
  confirm: true,
  ...more,
});

describe("payments in the sandbox", () => {
  it("succeed with a card that pays, and the answer says where it comes from", async () => {
    const paid = await call("pay.create", euros("pm_card_visa"));
    expect([paid.status, paid.headers.get("isthmus-sandbox")]).toEqual([200, "pay"]);
    expect(paid.body).toMatchObject({ status: "succeeded", amount: 1_250 });
    const seen = await call("pay.intent", { id: paid.body?.["id"] });
    expect(seen.body).toMatchObject({ status: "succeeded", amount_received: 1_250, currency: "eur", livemode: false });
  });

  it.each([
    ["pm_card_visa_chargeDeclined", "card_declined", "generic_decline"],
    ["pm_card_visa_chargeDeclinedInsufficientFunds", "card_declined", "insufficient_funds"],
    ["pm_card_chargeDeclinedExpiredCard", "expired_card", undefined],
  ])("are declined with %s, as the API declines them", async (method, code, decline) => {
    const declined = await call("pay.create", euros(method));
    expect([declined.status, declined.headers.get("isthmus-sandbox")]).toEqual([402, "pay"]);
    const { error } = (declined.body?.["details"] as { answer: { error: Record<string, unknown> } }).answer;
    expect(error).toMatchObject({
      type: "card_error",
      code,
      payment_intent: { status: "requires_payment_method", last_payment_error: { code } },
    });
    expect(error["decline_code"]).toBe(decline);
  });

  it("that need 3-D Secure are completed or failed on a page, which leads back to the shop", async () => {
    const back = "http://127.0.0.1:9/back?order=7";
    for (const [choice, status, told] of [
      ["complete", "succeeded", "succeeded"],
      ["fail", "requires_payment_method", "failed"],
    ] as const) {
      const asked = await call("pay.create", euros("pm_card_threeDSecure2Required", { return_url: back }));
      expect(asked.body).toMatchObject({ status: "requires_action", next_action: { type: "redirect_to_url" } });
      const { url } = (asked.body?.["next_action"] as { redirect_to_url: { url: string } }).redirect_to_url;
      const page = await fetch(url);
      expect(page.headers.get("content-security-policy")).toContain("form-action 'self' http://127.0.0.1:9;");
      expect(await page.text()).toContain("12.50 EUR");
      const chosen = await fetch(url, {
        method: "POST",
        redirect: "manual",
        body: new URLSearchParams({ choice }),
        headers: { origin: new URL(url).origin },
      });
      expect(chosen.status).toBe(303);
      const location = new URL(chosen.headers.get("location") ?? "");
      expect(location.origin + location.pathname).toBe("http://127.0.0.1:9/back");
      expect(location.searchParams.get("order")).toBe("7");
      expect(location.searchParams.get("redirect_status")).toBe(told);
      expect((await call("pay.intent", { id: asked.body?.["id"] })).body).toMatchObject({ status });
    }
  });

  it("are not completed by another site's page, nor sent back to what is no address of the web", async () => {
    const asked = await call("pay.create", euros("pm_card_threeDSecure2Required"));
    const { url } = (asked.body?.["next_action"] as { redirect_to_url: { url: string } }).redirect_to_url;
    for (const headers of [{ origin: "https://evil.example" }, { "sec-fetch-site": "cross-site" }] as Record<
      string,
      string
    >[]) {
      const refused = await fetch(url, { method: "POST", body: new URLSearchParams({ choice: "complete" }), headers });
      expect(refused.status).toBe(403);
    }
    expect((await call("pay.intent", { id: asked.body?.["id"] })).body).toMatchObject({ status: "requires_action" });
    const strange = await call("pay.create", euros("pm_card_visa", { return_url: "javascript:alert(1)" }));
    expect(strange.status).toBe(400);
  });

  it("are captured later, in part, refunded up to what was taken, or cancelled", async () => {
    const held = await call("pay.create", euros("pm_card_visa", { capture_method: "manual" }));
    const id = held.body?.["id"];
    expect(held.body).toMatchObject({ status: "requires_capture" });
    expect((await call("pay.capture", { id, amount_to_capture: 2_000 })).status).toBe(400);
    expect((await call("pay.capture", { id, amount_to_capture: 1_000 })).body).toMatchObject({
      amount_received: 1_000,
    });
    expect((await call("pay.cancel", { id })).status).toBe(400);
    expect((await call("pay.refund", { payment_intent: id, amount: 400 })).body).toMatchObject({ amount: 400 });
    expect((await call("pay.refund", { payment_intent: id, amount: 700 })).status).toBe(400);
    expect((await call("pay.refund", { payment_intent: id })).body).toMatchObject({ amount: 600, status: "succeeded" });
    expect((await call("pay.refund", { payment_intent: id })).status).toBe(400);
    const other = await call("pay.create", euros("pm_card_visa", { capture_method: "manual" }));
    expect((await call("pay.cancel", { id: other.body?.["id"] })).body).toMatchObject({ status: "canceled" });
    expect((await call("pay.intent", { id: "pi_none" })).status).toBe(404);
  });

  it("are made once for one idempotency key, however often they are asked for", async () => {
    const key = { "idempotency-key": "order-10" };
    const made = await call("pay.create", euros("pm_card_visa"), key);
    const again = await call("pay.create", euros("pm_card_visa"), key);
    expect(again.body?.["id"]).toBe(made.body?.["id"]);
    const other = await call("pay.create", euros("pm_card_visa"));
    expect(other.body?.["id"]).not.toBe(made.body?.["id"]);
  });

  it("tell of themselves by webhooks, signed over their time and body", async () => {
    await call("pay.create", euros("pm_card_visa"));
    const [newest] = (await state()).webhooks;
    expect([newest?.event, newest?.url]).toEqual(["payment_intent.succeeded", "http://127.0.0.1:4000/hooks/payments"]);
    const [, time, mac] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(newest?.headers["stripe-signature"] ?? "") ?? [];
    const expected = createHmac("sha256", "whsec_test_canary").update(`${time}.${newest?.body}`).digest("hex");
    expect(mac).toBe(expected);
    expect(Math.abs(Number(time) - Date.now() / 1000)).toBeLessThan(60);
  });
});

describe("GraphQL over the sandbox", () => {
  it("says so too, of what succeeds and of what is refused", async () => {
    const mutate = (name: string, method: string) =>
      `${name}: pay_create(args: { amount: 100, currency: "eur", payment_method: "${method}", confirm: true }) { status }`;
    const ask = async (query: string) => {
      const answer = await fetch(new URL("/graphql", served.api), {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ query }),
      });
      return [answer.headers.get("isthmus-sandbox"), await answer.json()];
    };
    expect(await ask(`mutation { ${mutate("a", "pm_card_visa")} }`)).toEqual([
      "pay",
      { data: { a: { status: "succeeded" } } },
    ]);
    expect(await ask(`mutation { ${mutate("b", "pm_card_chargeDeclined")} }`)).toMatchObject([
      "pay",
      { errors: [{ extensions: { code: "ISTHMUS611" } }] },
    ]);
  });
});

describe("other services in the sandbox", () => {
  it("put e-mails into the inbox, where nothing in them runs or is loaded", async () => {
    const html = '<h1>Thank you</h1><script>alert(1)</script><img src="https://tracker.example/x.png">';
    const sent = await call("mail.send", {
      from: "Shop <a@shop.example>",
      to: "eve@example.com",
      subject: "Your order",
      html,
    });
    expect(sent.status).toBe(200);
    const [mail] = (await state()).mails;
    expect(mail).toMatchObject({ subject: "Your order", to: ["eve@example.com"] });
    const shown = await fetch(new URL(`/sandbox/mail/${mail?.id}`, served.api));
    expect(await shown.text()).toContain("Thank you");
    expect(shown.headers.get("content-security-policy")).toMatch(/^sandbox; default-src 'none'; .*img-src data:;/);
    expect((await call("mail.send", { from: "a@shop.example", to: "nobody", subject: "x", text: "y" })).status).toBe(
      422,
    );
  });

  it("take text messages, with the numbers that fail", async () => {
    const send = (To: string) =>
      call("text.send", { account: "AC1", From: "+15005550006", To, Body: "Your code is 1" });
    expect((await send("+4915112345678")).body).toMatchObject({ status: "queued", num_segments: "1" });
    expect((await state()).messages[0]).toMatchObject({ to: "+4915112345678", text: "Your code is 1" });
    const failed = await send("+15005550001");
    expect([failed.status, failed.body?.["details"]]).toEqual([
      400,
      expect.objectContaining({ answer: expect.objectContaining({ code: 21211 }) as unknown }),
    ]);
  });

  it("know places and weather, the same for everybody who asks", async () => {
    const found = JSON.parse((await call("places.search", { q: "Hauptstraße 1, berlin", format: "jsonv2" })).text) as {
      lat: string;
      lon: string;
    }[];
    expect(found).toMatchObject([{ name: "Berlin", lat: "52.5170000" }]);
    expect((await call("places.search", { q: "Atlantis" })).text).toBe("[]");
    const asked = { latitude: 52.52, longitude: 13.4, daily: "temperature_2m_max,precipitation_sum" };
    const [one, two] = [await call("sky.forecast", asked), await call("sky.forecast", asked)];
    expect((one.body?.["daily"] as { time: unknown[] }).time).toHaveLength(7);
    expect(one.body?.["daily_units"]).toEqual({ time: "iso8601", temperature_2m_max: "°C", precipitation_sum: "mm" });
    expect(two.text).toBe(one.text);
    expect((await call("sky.forecast", { latitude: 91, longitude: 0 })).status).toBe(400);
  });

  it("keep a list's members once, and count whatever comes", async () => {
    const hash = createHash("md5").update("ada@example.com").digest("hex");
    const put = (status_if_new: string) =>
      call("people.put", { list: "l1", hash, email_address: "Ada@example.com", status_if_new });
    expect((await put("odd")).status).toBe(400);
    expect((await put("pending")).body).toMatchObject({ id: hash, status: "pending" });
    expect((await put("subscribed")).body).toMatchObject({ status: "pending" });
    const counted = await call("counts.collect", {
      client_id: "1",
      events: [{ name: "purchase", params: { value: 3 } }, { name: "_bad" }],
    });
    expect(counted.status).toBeLessThan(300);
    expect((await state()).events.map(({ name }) => name)).toEqual(["purchase"]);
  });

  it("without a simulator are answered by their document's examples, and else by its schemas, held to them", async () => {
    expect((await call("pets.pet", { id: "p9" })).body).toMatchObject({ id: "p1", name: "Rex", parent: null });
    const [one, two] = [await call("pets.pets"), await call("pets.pets")];
    expect(one.status).toBe(200);
    expect(two.text).toBe(one.text);
    const list = JSON.parse(one.text) as { id: string; name: string; kind: string; weight: number }[];
    expect(list).toHaveLength(3);
    for (const pet of list) {
      expect(pet.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4/);
      expect(pet.name.length).toBeLessThanOrEqual(12);
      expect(pet.weight).toBeGreaterThanOrEqual(0.5);
    }
  });

  it("of which nobody knows an answer say what to do", async () => {
    const refused = await call("pay.balance");
    expect(refused.status).toBe(501);
    expect(refused.body).toMatchObject({
      code: "ISTHMUS620",
      hint: expect.stringContaining("isthmus record pay") as unknown,
    });
  });
});

describe("the sandbox as a whole", () => {
  it("has looked up no name and opened no socket, and shows no credential", async () => {
    // What it listens on itself is looked up by its address.
    const opened = shop
      .opened()
      .split("\n")
      .filter((line) => line !== "" && line !== "lookup 127.0.0.1");
    expect(opened).toEqual([]);
    const text = JSON.stringify(await state());
    expect(text).not.toMatch(/sandbox-(?:PAYMENTS|MAIL|SMS|LIST|GA|PETS)|whsec_test_canary/);
    expect(text).toContain("api_secret=[removed]");
  });

  it.each([
    { host: "evil.example" },
    { "x-forwarded-for": "192.0.2.1" },
    { "x-forwarded-host": "tunnel.example" },
    { forwarded: "for=192.0.2.1" },
    { via: "1.1 tunnel" },
  ])("is for this machine alone, not for whom it lets in by a name or a tunnel: %j", async (headers) => {
    const url = new URL("/sandbox/state", served.api);
    const { request } = await import("node:http");
    const status = await new Promise<number | undefined>((resolve, reject) => {
      request(url, { headers: headers as Record<string, string> }, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      })
        .on("error", reject)
        .end();
    });
    expect(status).toBe(403);
  });

  it("forgets everything when it is reset, which no other site's page can do", async () => {
    const reset = (headers: Record<string, string>) =>
      fetch(new URL("/sandbox/reset", served.api), { method: "POST", headers }).then((answer) => answer.status);
    expect(await reset({})).toBe(403);
    expect(await reset({ "isthmus-sandbox": "change", origin: "https://evil.example" })).toBe(403);
    expect(await reset({ "isthmus-sandbox": "change", "sec-fetch-site": "same-site" })).toBe(403);
    const before = await state();
    expect(before.requests.length).toBeGreaterThan(0);
    expect(await reset({ "isthmus-sandbox": "change" })).toBe(204);
    expect(await state()).toMatchObject({ requests: [], mails: [], messages: [], webhooks: [], faults: [] });
    expect((await call("pay.create", euros("pm_card_visa"))).body).toMatchObject({ id: "pi_sandbox_1" });
  });

  it("stays as it is when the configuration is read anew", async () => {
    const made = await call("pay.create", euros("pm_card_visa"));
    const { config } = await import("./shop.ts");
    shop.write("isthmus.config.ts", `${config()}\n// changed`);
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect((await call("pay.intent", { id: made.body?.["id"] })).body).toMatchObject({ status: "succeeded" });
  });
});
